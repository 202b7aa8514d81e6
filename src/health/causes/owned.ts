import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';

/** The objects whose controller is the one with this uid; labels alone may be those of another's. */
export function ownedBy(uid: string, objects: readonly unknown[]): unknown[] {
  return objects.filter((object) =>
    listAt(object, ['metadata', 'ownerReferences']).some(
      (owner) => isJsonObject(owner) && owner.controller === true && owner.uid === uid,
    ),
  );
}

const REVISION = ['metadata', 'annotations', 'deployment.kubernetes.io/revision'];

/** The ReplicaSet that a Deployment now makes its pods with; undefined before there is one. */
export function newestReplicaSet(deployment: unknown, replicaSets: readonly unknown[]): unknown {
  const owned = ownedBy(textAt(deployment, ['metadata', 'uid']), replicaSets);
  const revision = (object: unknown): number => Number(textAt(object, REVISION)) || 0;
  const [newest] = owned.toSorted((a, b) => revision(b) - revision(a));
  // The Deployment takes over its newest ReplicaSet's revision: another one's template has gone.
  return revision(newest) >= revision(deployment) ? newest : undefined;
}

/**
 * Whether pods are surely of the workload's template as it is now, and not of one that is being replaced. Those of a
 * Deployment are, being its newest ReplicaSet's; a Job's template does not change.
 */
export function isCurrent(kind: string, workload: unknown, pod: unknown): boolean {
  const status = (field: string): unknown => valueAt(workload, ['status', field]);
  if (kind === 'StatefulSet') {
    const revision = textAt(pod, ['metadata', 'labels', 'controller-revision-hash']);
    return revision !== '' && revision === status('updateRevision');
  }
  if (kind === 'DaemonSet') {
    return status('updatedNumberScheduled') === status('desiredNumberScheduled');
  }
  return true;
}
