import { execa } from 'execa';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { Cluster } from '../kubectl.ts';
import { referenceTo } from './lantern-rounds.ts';

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
 * What the cluster has of some objects, by their references (`kind.group/name`, `-n NAMESPACE kind/name`): their
 * content, who manages them in which version, and nothing of where a controller is with them; `absent` where
 * there is none. `round` is taken out of every text.
 */
export async function readState(
  cluster: Cluster,
  references: readonly string[],
  round: string,
): Promise<Record<string, unknown>> {
  const scopes = Map.groupBy(references, (each) => each.slice(0, each.lastIndexOf(' ') + 1));
  const found = await Promise.all(
    [...scopes].map(async ([scope, each]) => {
      const names = each.map((reference) => reference.slice(scope.length));
      const args = [...scope.split(' ').filter((part) => part !== ''), ...names];
      const { stdout } = await execa(
        cluster.kubectl,
        ['get', ...args, '-o', 'json', '--ignore-not-found', '--show-managed-fields'],
        { env: { KUBECONFIG: cluster.kubeconfig }, maxBuffer: 256 * 1024 * 1024 },
      );
      const list = stdout === '' ? {} : (JSON.parse(stdout) as { items?: Live[] });
      return list.items ?? (stdout === '' ? [] : [list as Live]);
    }),
  );
  const live = new Map(found.flat().map((object) => [referenceTo(object), object]));
  return Object.fromEntries(
    references.map((reference) => {
      const object = live.get(reference);
      const own = (value: unknown): unknown =>
        JSON.parse(JSON.stringify(value).replaceAll(`-${round}`, ''));
      return [own(reference), object === undefined ? 'absent' : contentOf(own(object) as Live)];
    }),
  );
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

/** An inventory's entries without the uids and generations, which are each round's own. */
function withoutStates(data: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, text]) => {
      if (key !== 'inventory.json') return [key, text];
      const { objects, retained, ...rest } = JSON.parse(text) as {
        objects: Record<string, string[]>;
        retained: Record<string, string>;
      };
      return [
        key,
        {
          ...rest,
          objects: Object.entries(objects).map(([name, entry]) => [name, entry.length]),
          retained: Object.keys(retained),
        },
      ];
    }),
  );
}
