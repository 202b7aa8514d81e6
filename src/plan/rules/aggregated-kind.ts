import { textAt } from '../../manifest/json.ts';
import { apiVersionOf, groupKindKey, objectKey } from '../../manifest/object.ts';
import type { Rule } from './rule.ts';

/**
 * An object of an aggregated API waits until the APIService of its group and version is written; that its
 * server answers is then waited for where the object is written.
 */
export const aggregatedKindRule: Rule = ({ id, kind, manifest }, { byKey, crdByKind }) => {
  if (kind !== undefined || crdByKind.has(groupKindKey(id))) return { edges: [] };
  const { apiVersion } = manifest.outline;
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const service = byKey.get(
    objectKey({
      group: 'apiregistration.k8s.io',
      kind: 'APIService',
      namespace: '',
      name: `${version}.${group}`,
    }),
  );
  const outline = service?.manifest.outline;
  const served = apiVersionOf(
    textAt(outline, ['spec', 'group']),
    textAt(outline, ['spec', 'version']),
  );
  return service === undefined || served !== apiVersion
    ? { edges: [] }
    : { edges: [{ from: service.key, gate: 'written', reason: `it serves ${apiVersion}` }] };
};
