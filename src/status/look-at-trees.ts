import { readCluster } from '../apply/before.ts';
import type { Before } from '../apply/before.ts';
import { readExistingStates } from '../apply/existing-states.ts';
import type { ExistingStates } from '../apply/existing-states.ts';
import { readUse } from '../capacity/read-use.ts';
import type { ClusterUse } from '../capacity/read-use.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import type { PartialReads } from '../cluster/partial-reads.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { ServedKind } from '../cluster/served-kind.ts';
import { deriveChecks } from '../health/derive-checks.ts';
import { AT_ONCE } from '../health/falls.ts';
import { runChecks } from '../health/run-checks.ts';
import type { CheckResult } from '../health/check-result.ts';
import type { Records } from '../inventory/inventory-store.ts';
import { objectKey } from '../manifest/object.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { Tree } from '../tree/read-tree.ts';
import type { ShownTree } from './format-status.ts';
import { compareTree, recordOf, treeStatus } from './tree-status.ts';
import type { TreeRecord } from './tree-status.ts';

// Milliseconds. What is healthy is seen at once; why something is not takes a few more requests.
const LOOK_FOR = 2000;

type Reads = Pick<PartialReads, 'client' | 'part' | 'limit'>;

/** What was seen of trees. */
export type TreesLook = {
  shown: ShownTree[];
  checks: CheckResult[];
  nodes: ClusterUse['nodes'];
};

/**
 * Looks once at trees that are on this machine.
 * @param records what is recorded in the cluster; undefined where that could not be read
 * @param served what the API server serves; undefined where that could not be read
 */
export async function lookAtTrees(
  reads: Reads,
  trees: readonly Tree[],
  records: Records | undefined,
  served: readonly ServedKind[] | undefined,
): Promise<TreesLook> {
  const { client, part } = reads;
  const plan = buildPlan(trees, { lenient: true });
  const components = new Map(trees.map((tree) => [tree.name, keysOf(plan, tree)]));
  const [cluster, existing, checks, use] = await Promise.all([
    part('the namespace kube-system', () => readCluster(client)),
    readStates(reads, plan),
    checkHealth(reads, trees),
    served === undefined ? NO_USE : readUse(client, components, served, part),
  ]);
  // A record that came with a backup of another cluster says nothing of what is in this one.
  const inventories = new Map(
    [...(records?.inventories ?? [])].filter(
      ([, inventory]) => cluster === undefined || inventory.cluster === cluster,
    ),
  );
  const before: Before = { cluster: cluster ?? '', states: existing.states, inventories };
  const shown = await Promise.all(
    trees.map(async (tree, index): Promise<ShownTree> => {
      const record = recordFor(tree.name, records, before);
      const compared = compareTree(tree.name, plan, before, record, existing.unread);
      const live = await readChanged(reads, [...compared.changed, ...compared.replaced]);
      const resources = use.components.get(tree.name);
      const status = { ...treeStatus(tree, record, compared, live), resources };
      return { status, healthy: healthOf(checks[index] ?? []) };
    }),
  );
  return { shown, checks: checks.flat(), nodes: use.nodes };
}

const NO_USE: ClusterUse = { nodes: undefined, components: new Map() };

function recordFor(name: string, records: Records | undefined, before: Before): TreeRecord {
  if (records === undefined) return { is: 'unread' };
  const format = records.newer.get(name);
  if (format !== undefined) return { is: 'newer', format };
  const inventory = before.inventories.get(name);
  return inventory === undefined ? { is: 'absent' } : recordOf(inventory);
}

/** The keys of a tree's objects, and of the workloads that others make for it, each with its namespace. */
function keysOf({ nodes }: Plan, { name, health }: Tree): Set<string> {
  const own = nodes
    .filter(({ trees }) => trees.includes(name))
    .map(({ id, kind, key }) =>
      kind?.namespaced === true ? objectKey({ ...id, namespace: id.namespace || 'default' }) : key,
    );
  const declared = health.workloads.map((id) =>
    objectKey({ ...id, namespace: id.namespace || 'default' }),
  );
  return new Set([...own, ...declared]);
}

/** Kind by kind and namespace by namespace: who may not read some of them sees the others. */
async function readStates(
  { client, part }: Reads,
  { nodes }: Plan,
): Promise<{ states: ExistingStates; unread: Set<string> }> {
  const states: ExistingStates[] = [];
  const unread = new Set<string>();
  const groups = Map.groupBy(
    nodes,
    ({ id }) => `${id.kind} objects of ${id.namespace || 'no namespace'}`,
  );
  await Promise.all(
    [...groups].map(async ([what, group]) => {
      const found = await part(what, () => readExistingStates(client, group));
      if (found === undefined) group.forEach(({ key }) => unread.add(key));
      else states.push(found);
    }),
  );
  return { states: new Map(states.flatMap((each) => [...each])), unread };
}

/** The metadata of changed objects, which tells by whom. */
async function readChanged(
  { client, part }: Reads,
  nodes: readonly PlanNode[],
): Promise<Map<string, unknown>> {
  const found = await Promise.all(
    nodes.map(async ({ key, id, kind, manifest }): Promise<[string, unknown][]> => {
      if (kind === undefined) return [];
      const path = resourcePath(resourceOf(manifest.outline.apiVersion, kind, id), id.name);
      const what = 'who has changed objects';
      return [[key, await part(what, () => getJson(client, path, METADATA))]];
    }),
  );
  return new Map(found.flat());
}

/** Runs the checks of each tree until all are healthy, or all are known and their causes had time to be found. */
async function checkHealth(
  { client, limit }: Reads,
  trees: readonly Tree[],
): Promise<CheckResult[][]> {
  const derived = trees.map((tree) => deriveChecks([tree]));
  const open = new Set(derived.flat());
  const enough = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const known = ({ check, verdict, isRefused }: CheckResult): void => {
    if (verdict !== undefined || isRefused) open.delete(check);
    if (open.size === 0) timer ??= setTimeout(() => enough.abort(), LOOK_FOR);
  };
  const last = setTimeout(() => enough.abort(), limit());
  const options = { until: enough.signal, trust: AT_ONCE, isPartial: true };
  try {
    return await Promise.all(derived.map((checks) => runChecks(checks, client, known, options)));
  } finally {
    clearTimeout(timer);
    clearTimeout(last);
  }
}

function healthOf(checks: readonly CheckResult[]): boolean | undefined {
  if (checks.some(({ verdict }) => verdict?.healthy === false)) return false;
  return checks.every(({ verdict }) => verdict !== undefined) ? true : undefined;
}
