import type { ServedKind } from '../cluster/served-kind.ts';
import { builtinKind } from '../manifest/builtin-kinds.ts';
import { apiVersionOf, groupKindKey } from '../manifest/object.ts';
import type { GroupKind } from '../manifest/object.ts';

/** The kinds of a cluster. */
export type Kinds = {
  /** Undefined for a kind that is not served, or cannot be listed. */
  find(kind: GroupKind): ServedKind | undefined;
  /** Every kind of some groups. */
  ofGroups(groups: readonly string[]): readonly ServedKind[];
};

/** @param served undefined where the API server did not say: built-in kinds are known all the same */
export function kindsOf(served: readonly ServedKind[] | undefined): Kinds {
  const listed = (served ?? []).filter(({ verbs }) => verbs.includes('list'));
  const byKind = new Map(listed.map((kind) => [groupKindKey(kind), kind]));
  return {
    find: (kind) => (served === undefined ? builtin(kind) : byKind.get(groupKindKey(kind))),
    ofGroups: (groups) => listed.filter(({ group }) => groups.includes(group)),
  };
}

function builtin({ group, kind }: GroupKind): ServedKind | undefined {
  const info = builtinKind({ group, kind });
  if (info === undefined) return undefined;
  return { group, kind, apiVersion: apiVersionOf(group, 'v1'), verbs: ['get', 'list'], ...info };
}
