import { listAt, textAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import type { GroupVersionKinds } from './served-kind.ts';

/** What an answer of aggregated discovery says, a group's versions in the order that it prefers. */
export function aggregatedKinds(answer: unknown): GroupVersionKinds[] {
  return listAt(answer, ['items']).flatMap((item) => {
    const group = textAt(item, ['metadata', 'name']);
    return listAt(item, ['versions']).map((version): GroupVersionKinds => {
      const apiVersion = apiVersionOf(group, textAt(version, ['version']));
      // Stale: the server behind an APIService does not answer; what is told is what it last said, if anything.
      if (textAt(version, ['freshness']) === 'Stale') return { apiVersion, kinds: undefined };
      const kinds = listAt(version, ['resources']).map((resource) => ({
        group,
        apiVersion,
        kind: textAt(resource, ['responseKind', 'kind']),
        plural: textAt(resource, ['resource']),
        namespaced: textAt(resource, ['scope']) === 'Namespaced',
        verbs: listAt(resource, ['verbs']).filter((verb) => typeof verb === 'string'),
      }));
      return { apiVersion, kinds };
    });
  });
}
