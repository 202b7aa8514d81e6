import type { Client } from '../../cluster/client.ts';
import { readNamed } from '../../cluster/read-once.ts';
import { listAt, textAt, valueAt } from '../../manifest/json.ts';
import { isCurrent, newestReplicaSet } from './owned.ts';

const PLURALS: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicasets',
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};

/**
 * Whether a pod is surely of its workload's template as it is now, and not of one that is being replaced. False where
 * that cannot be told.
 */
export async function isOfCurrentTemplate(
  client: Client,
  namespace: string,
  pod: unknown,
): Promise<boolean> {
  const owner = controllerOf(pod);
  // Nobody replaces a pod of its own, and the template of a Job stays what it is.
  if (owner === undefined || textAt(owner, ['kind']) === 'Job') return true;
  const maker = await readObject(client, namespace, owner);
  if (textAt(owner, ['kind']) !== 'ReplicaSet') {
    return isObserved(maker) && isCurrent(textAt(owner, ['kind']), maker, pod);
  }
  const deploymentOf = controllerOf(maker);
  if (deploymentOf === undefined) return maker !== undefined;
  const deployment = await readObject(client, namespace, deploymentOf);
  return isObserved(deployment) && newestReplicaSet(deployment, [maker]) !== undefined;
}

function controllerOf(object: unknown): unknown {
  return listAt(object, ['metadata', 'ownerReferences']).find(
    (each) => valueAt(each, ['controller']) === true,
  );
}

/** Undefined for what is no workload of Kubernetes, too. */
async function readObject(client: Client, namespace: string, reference: unknown): Promise<unknown> {
  const kind = textAt(reference, ['kind']);
  if (!Object.hasOwn(PLURALS, kind)) return undefined;
  const base = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/${PLURALS[kind]}`;
  return (await readNamed(client, base, textAt(reference, ['name'])))?.object;
}

function isObserved(workload: unknown): boolean {
  const observed = valueAt(workload, ['status', 'observedGeneration']);
  return observed !== undefined && observed === valueAt(workload, ['metadata', 'generation']);
}
