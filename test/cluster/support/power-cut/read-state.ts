import { objectId, objectKey } from '../../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { ClusterObjects } from '../cluster-objects.ts';

type Live = KubernetesObject & {
  metadata: Record<string, unknown> & {
    name: string;
    managedFields?: { manager: string; operation: string; apiVersion: string }[];
  };
  status?: { storedVersions?: string[] };
  data?: Record<string, string>;
};

/** What every write or clock moves, which says nothing of what is there. */
const MOVING = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'ownerReferences',
]);

/**
 * What the cluster has of some objects, by identity: their content, who manages them in which version, and
 * nothing of where a controller is with them; `absent` where there is none. `round` is taken out of every text.
 */
export async function readState(
  cluster: ClusterObjects,
  objects: readonly KubernetesObject[],
  round: string,
): Promise<Record<string, unknown>> {
  const found = await Promise.all(
    objects.map(async (object) => {
      const live = await cluster.read(object);
      const state = live === undefined ? 'absent' : contentOf(live);
      const text = JSON.stringify([objectKey(objectId(object)), state]);
      return JSON.parse(text.replaceAll(`-${round}`, '')) as [string, unknown];
    }),
  );
  return Object.fromEntries(found);
}

function contentOf({ status, data, ...live }: Live): object {
  const managers = live.metadata.managedFields ?? [];
  const entries = Object.entries(live.metadata).filter(([field]) => !MOVING.has(field));
  return {
    ...withoutAllocated(live),
    metadata: Object.fromEntries(entries),
    // kube-controller-manager comes in its own time.
    managers: managers
      .filter(({ manager }) => !manager.startsWith('kube-'))
      .map(({ manager, operation, apiVersion }) => `${manager} ${operation} ${apiVersion}`)
      .toSorted(),
    ...(status?.storedVersions === undefined ? {} : { stored: status.storedVersions }),
    ...(data === undefined ? {} : { data: withoutStates(data) }),
  };
}

/** The API server picks a Service's addresses at random. */
function withoutAllocated(live: object): object {
  return JSON.parse(
    JSON.stringify(live, (key, value: unknown) => (ALLOCATED.has(key) ? 'allocated' : value)),
  ) as object;
}

const ALLOCATED = new Set(['clusterIP', 'clusterIPs', 'volumeName']);

/** An inventory without the uids and generations, which are each round's own, as may be the cluster. */
function withoutStates(data: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, text]) => {
      if (key !== 'inventory.json') return [key, text];
      const { objects, retained, release } = JSON.parse(text) as {
        release: string;
        objects: Record<string, string[]>;
        retained: Record<string, string>;
      };
      return [
        key,
        {
          release,
          objects: Object.entries(objects).map(([name, entry]) => [name, entry.length]),
          retained: Object.keys(retained),
        },
      ];
    }),
  );
}

/** The record of a tree in the cluster, to be read like any other object. */
export function inventoryOf(tree: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `microshift-optional-${tree}`, namespace: 'kube-system' },
  };
}
