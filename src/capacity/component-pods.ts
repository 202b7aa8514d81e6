import { textAt } from '../manifest/json.ts';
import { groupOf, objectKey } from '../manifest/object.ts';
import type { ObjectId } from '../manifest/object.ts';
import { podRequests } from '../manifest/pod-requests.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import { ownersOf } from '../removal/owners.ts';
import type { Owner } from '../removal/owners.ts';
import { hasEnded, takenBy } from './capacity.ts';

/** What counts of a pod. */
export type PodFacts = {
  namespace: string;
  name: string;
  /** What it asks the scheduler for. */
  requests: Amount;
  /** What it takes of its node. */
  taken: Amount;
  owners: readonly Owner[];
};

/** What counts of a live pod; undefined where it has ended, and so needs nothing. */
export function podFacts(pod: unknown): PodFacts | undefined {
  if (hasEnded(pod)) return undefined;
  return {
    namespace: textAt(pod, ['metadata', 'namespace']),
    name: textAt(pod, ['metadata', 'name']),
    requests: podRequests(pod),
    taken: takenBy(pod),
    owners: ownersOf(pod),
  };
}

// A Deployment's pod has two above it; an operator's, a few more.
const MAX_DEPTH = 8;

/**
 * Whether a pod belongs to some objects: it is one of them, or its owners, or theirs, are.
 * @param wanted by {@link objectKey}; of an owner without a namespace, too
 * @param ownersAbove the owners of an owner; none where it is not there any more
 */
export async function belongsTo(
  { namespace, name, owners }: PodFacts,
  wanted: ReadonlySet<string>,
  ownersAbove: (owner: Owner) => Promise<readonly Owner[]>,
): Promise<boolean> {
  if (wanted.has(objectKey({ group: '', kind: 'Pod', namespace, name }))) return true;
  const seen = new Set<string>();
  let level = owners;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    if (level.some((owner) => keysOf(owner).some((key) => wanted.has(key)))) return true;
    const next = level.filter(({ uid }) => !seen.has(uid));
    for (const { uid } of next) seen.add(uid);
    // oxlint-disable-next-line no-await-in-loop -- each level is known from the one below it
    level = (await Promise.all(next.map(ownersAbove))).flat();
  }
  return false;
}

/** An owner is in the same namespace, or in none. */
function keysOf({ apiVersion, kind, name, namespace }: Owner): string[] {
  const id: Omit<ObjectId, 'namespace'> = { group: groupOf(apiVersion), kind, name };
  return [namespace, ''].map((each) => objectKey({ ...id, namespace: each }));
}
