import { textAt, valueAt, isJsonObject } from '../../manifest/json.ts';

/** Live objects below a workload. */
export type Descendants = { replicaSets: readonly unknown[]; pods: readonly unknown[] };

/** Whose pods tell of a workload: its own, or those of the newest ReplicaSet of a Deployment. */
export type PodOwner = { live: unknown; kind: string };

/** The newest ReplicaSet of a Deployment, which is the one that has to become available. */
export function newestReplicaSet(deployment: unknown, replicaSets: readonly unknown[]): unknown {
  const own = replicaSets.filter((each) => isOwnedBy(each, uidOf(deployment)));
  return own.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0];
}

/** The objects that have an owner of this UID. */
export function ownedBy(owner: unknown, objects: readonly unknown[]): unknown[] {
  return objects.filter((each) => isOwnedBy(each, uidOf(owner)));
}

export function uidOf(object: unknown): string {
  return textAt(object, ['metadata', 'uid']);
}

function isOwnedBy(object: unknown, uid: string): boolean {
  const owners = valueAt(object, ['metadata', 'ownerReferences']);
  return (
    uid !== '' &&
    Array.isArray(owners) &&
    owners.some((owner) => isJsonObject(owner) && owner.uid === uid)
  );
}

function revisionOf(replicaSet: unknown): number {
  const path = ['metadata', 'annotations', 'deployment.kubernetes.io/revision'];
  return Number(textAt(replicaSet, path)) || 0;
}
