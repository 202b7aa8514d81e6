import { podTemplates } from '../manifest/pod-templates.ts';
import { parseImageReference } from '../manifest/image-reference.ts';
import { displayObject } from '../manifest/display.ts';
import { valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import { containersOf, patchOf, pointer } from './suggestion.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/** Containers whose image is asked for at each start, which fails where there is no network. */
export function pulls({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object) =>
    podTemplates(object).flatMap(({ template, path }) => {
      const lists = new Set(
        containersOf(template)
          .filter(({ container }) => isPulledAlways(container))
          .map(({ list }) => list),
      );
      if (lists.size === 0) return [];
      const operations = [...lists].map((list) => ({
        op: 'add' as const,
        path: pointer([...path, 'spec', list, '*', 'imagePullPolicy']),
        value: 'IfNotPresent',
      }));
      const because = 'A device without a network cannot ask a registry at each start.';
      return [patchOf(object, because, operations)];
    }),
  );
}

/** https://kubernetes.io/docs/concepts/containers/images/#imagepullpolicy-defaulting */
function isPulledAlways({ image, imagePullPolicy }: JsonObject): boolean {
  if (typeof imagePullPolicy === 'string') return imagePullPolicy === 'Always';
  const reference = parseImageReference(typeof image === 'string' ? image : '');
  if (reference === undefined) return false;
  return reference.digest === undefined && (reference.tag ?? 'latest') === 'latest';
}

/** Workloads that run more than once. */
export function replicas({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object) => {
    const count = valueAt(object, ['spec', 'replicas']);
    if (podTemplates(object).length === 0 || typeof count !== 'number' || count < 2) return [];
    const because = `One node gains nothing from ${count} of them, and each takes its memory.`;
    return [patchOf(object, because, [{ op: 'replace', path: '/spec/replicas', value: 1 }])];
  });
}

/** Jobs and Pods of their own: often what a chart does around its installation, and then a workload waits for it. */
export function runOnce({ objects, kind }: Inspected): Suggestion[] {
  return objects.flatMap((object): Suggestion[] => {
    const isOnce = object.kind === 'Job' || object.kind === 'Pod';
    if (!isOnce || podTemplates(object).length === 0) return [];
    const shown = displayObject(objectId(object));
    const because =
      kind === 'HelmChart'
        ? `${shown} runs once; what of it is a hook of Helm, nothing waits for. Look whether its work is needed; if not, remove it, best by a value of the chart.`
        : `${shown} runs once. Look whether its work is needed; if not, remove it.`;
    return [{ section: 'note', because }];
  });
}
