import { readBefore } from '../apply/before.ts';
import type { Client } from '../cluster/client.ts';
import { DeadlineError } from '../deadline.ts';
import { EXIT, UserError, formatProblems } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import { deriveChecks } from '../health/derive-checks.ts';
import { AT_ONCE } from '../health/falls.ts';
import { runChecks } from '../health/run-checks.ts';
import type { CheckResult } from '../health/run-checks.ts';
import { listInventories } from '../inventory/inventory-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { reportedTree } from '../report/run-report.ts';
import { formatStatus } from '../status/format-status.ts';
import type { ShownTree } from '../status/format-status.ts';
import { recordedStatus, treeStatus } from '../status/tree-status.ts';
import { formatTrafficTable, formatTrafficTree } from '../traffic/format-traffic.ts';
import { judgeTraffic } from '../traffic/judge-traffic.ts';
import type { Traffic } from '../traffic/judge-traffic.ts';
import { readTraffic } from '../traffic/read-traffic.ts';
import { reportedLink } from '../traffic/reported-link.ts';
import { trafficProblems } from '../traffic/traffic-problems.ts';
import { findInstalledTrees } from '../tree/installed-trees.ts';
import type { InstalledTrees } from '../tree/installed-trees.ts';
import type { Tree } from '../tree/read-tree.ts';
import { printable } from '../terminal.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand } from './cluster-run.ts';
import { problemsOf, reportedResult } from './health-lines.ts';
import { readTrees } from './read-trees.ts';
import { treesOrNames, unknownTree } from './trees-or-names.ts';

// Milliseconds. What is healthy is seen at once; why something is not takes a few more requests.
const LOOK_FOR = 2000;

export type StatusFlags = { output: 'tree' | 'table' | 'json' };

/**
 * Says of trees what is on this machine, what was applied of it, whether that is as it should be, and whether it is
 * healthy; then of the whole cluster, whether traffic finds its way through Gateways and routes. Waits for nothing but
 * the API server. Ends 5 where something is not healthy, missing, or broken on that way, and 4 where the API server
 * did not answer.
 * @param given trees, or names of trees that only the cluster knows; none for all that are installed or were applied
 */
export async function status(
  given: readonly string[],
  { output }: StatusFlags,
  command: ClusterCommand,
  find: () => Promise<InstalledTrees> = findInstalledTrees,
): Promise<ExitStatus> {
  return runOnCluster(command, 'StatusReport', async ({ client, progress }) => {
    const looked = await untilDeadline(client, async () => {
      const recorded = await listInventories(client);
      const choice = await chosen(given, recorded, find);
      const [ofTrees, objects] = await Promise.all([
        lookAt(client, choice.trees),
        readTraffic(client),
      ]);
      return { ...choice, inventories: recorded, ...ofTrees, traffic: judgeTraffic(objects) };
    });
    const { trees, names, inventories, shown, checks, traffic } = looked;
    const others = [...inventories].filter(
      ([name]) =>
        !trees.some((tree) => tree.name === name) && (given.length === 0 || names.includes(name)),
    );
    const unknown = names.filter((name) => !inventories.has(name)).map(unknownTree);
    const all: ShownTree[] = [
      ...shown,
      ...others.map(([name, inventory]) => ({
        status: recordedStatus(name, inventory),
        healthy: undefined,
      })),
    ];
    const problems = [
      ...unknown,
      ...problemsOf(checks),
      ...all.flatMap(missing),
      ...trafficProblems(traffic.links),
    ];
    const reported = all.map(({ status: { name, version, directory, ...rest }, healthy }) => ({
      ...(directory === undefined ? { name } : reportedTree({ name, version, directory })),
      ...rest,
      ...(healthy === undefined ? {} : { healthy }),
    }));
    const told = {
      status: unknown.length > 0 ? EXIT.usage : problems.length > 0 ? EXIT.unhealthy : EXIT.done,
      trees: reported,
      problems,
      objects: checks.map((result) => reportedResult(result, checks)),
    };
    for (const text of formatProblems(problems)) progress.line(text);
    const json = {
      apiVersion: STATUS_VERSION,
      kind: 'Status',
      program: command.program,
      ...withoutStatus(told),
      traffic: { links: traffic.links.map(reportedLink), overlaps: traffic.overlaps },
    };
    command.terminal.stdout.write(
      output === 'json' ? `${JSON.stringify(json, null, 2)}\n` : forPeople(output, all, traffic),
    );
    return told;
  });
}

/** Names and words of controllers come from the cluster. */
function forPeople(
  output: 'tree' | 'table',
  trees: readonly ShownTree[],
  traffic: Traffic,
): string {
  const way = output === 'table' ? formatTrafficTable(traffic) : formatTrafficTree(traffic);
  return printable(way === '' ? formatStatus(trees) : `${formatStatus(trees)}\n${way}`);
}

const STATUS_VERSION = 'status.optional.microshift.io/v1alpha1';

function withoutStatus({ status: exitStatus, ...rest }: { status: ExitStatus }): object {
  return { exitStatus, ...rest };
}

/** The trees of the command line; else the components that are here, and what was applied of users' trees. */
async function chosen(
  given: readonly string[],
  recorded: ReadonlyMap<string, Inventory>,
  find: () => Promise<InstalledTrees>,
): Promise<{ trees: Tree[]; names: string[] }> {
  if (given.length > 0) return treesOrNames(given);
  const { components, users } = await find();
  // What MicroShift alone applies, and could not read either, is none of ours.
  const ofUsers = await Promise.allSettled(users.map((directory) => readTrees([directory])));
  const applied = ofUsers
    .flatMap((read) => (read.status === 'fulfilled' ? read.value : []))
    .filter(({ name }) => recorded.has(name));
  return { trees: [...(await readTrees(components)), ...applied], names: [] };
}

async function lookAt(
  client: Client,
  trees: readonly Tree[],
): Promise<{ shown: ShownTree[]; checks: CheckResult[] }> {
  const plan = buildPlan(trees, { lenient: true });
  const before = await readBefore(client, plan);
  const until = AbortSignal.timeout(LOOK_FOR);
  const checks = await Promise.all(
    trees.map((tree) =>
      runChecks(deriveChecks([tree]), client, () => {}, { until, trust: AT_ONCE }),
    ),
  );
  const shown = trees.map((tree, index) => ({
    status: treeStatus(tree, plan, before),
    healthy: (checks[index] ?? []).every(({ verdict }) => verdict?.healthy === true),
  }));
  return { shown, checks: checks.flat() };
}

async function untilDeadline<T>(client: Client, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    const trouble = client.lastTrouble();
    const problem = {
      code: 'api-unreachable',
      message: `the API server did not answer${trouble === '' ? '' : `: ${trouble}`}`,
      hint: 'check that MicroShift runs: systemctl status microshift; or give more time with --timeout',
    };
    throw new UserError(EXIT.deadline, [problem], { cause: error });
  }
}

function missing({ status: { name, directory, missing: objects, applied } }: ShownTree): Problem[] {
  if (objects.length === 0) return [];
  const what =
    applied === undefined ? 'has not been applied' : `lacks ${objects.length} of its objects`;
  return [
    {
      code: 'tree-incomplete',
      message: `${name} ${what}`,
      hint: 'apply it: systemctl restart microshift-optional.service, or microshift-optional apply',
      at: directory === undefined ? {} : { file: directory },
    },
  ];
}
