import { formatYaml } from '../manifest/yaml.ts';
import { formatParagraphs } from './commented-object.ts';
import type { Listeners } from './listeners.ts';
import type { GatewayReference } from './options/expose-options.ts';

export const LISTENER_PATCH_FILE = 'gateway-listener-patch.yaml';

/** A JSON patch, as YAML, that adds listeners to a Gateway that belongs to others, and how to apply it. */
export function formatListenerPatch(
  { namespace, name }: GatewayReference,
  listeners: Listeners,
): string {
  const operations = listeners.specs.map((value) => ({
    op: 'add',
    path: '/spec/listeners/-',
    value,
  }));
  return `${formatParagraphs([
    `A JSON patch that adds listeners to the Gateway ${namespace}/${name}. It is no resource: whoever owns the ` +
      'Gateway puts it beside the kustomization.yaml that has the Gateway, and into it:',
    '',
  ])}${indented(
    formatYaml({
      patches: [{ path: LISTENER_PATCH_FILE, target: { kind: 'Gateway', namespace, name } }],
    }),
  )}#
# Or, where no kustomization has the Gateway, once:
#
#     kubectl patch gateway ${name} --namespace ${namespace} --type json --patch-file ${LISTENER_PATCH_FILE}
#
${formatYaml(operations)}`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '#     ');
}
