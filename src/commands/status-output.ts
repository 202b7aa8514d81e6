import type { ClusterUse } from '../capacity/read-use.ts';
import type { PartialReads } from '../cluster/partial-reads.ts';
import { describePermissions } from '../cluster/permission.ts';
import { EXIT } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import type { CheckResult } from '../health/check-result.ts';
import { formatStatus } from '../status/format-status.ts';
import type { ShownTree } from '../status/format-status.ts';
import { reportedStatus, reportedUse, rounded } from '../status/reported-tree.ts';
import { printable } from '../terminal.ts';
import { formatTrafficTable, formatTrafficTree } from '../traffic/format-traffic.ts';
import type { Traffic } from '../traffic/judge-traffic.ts';
import { reportedLink } from '../traffic/reported-link.ts';
import { trafficProblems } from '../traffic/traffic-problems.ts';
import type { ProgramVersion } from '../version.ts';
import type { RunResult } from './cluster-run.ts';
import { problemsOf, reportedResult } from './health-lines.ts';
import { unknownTree } from './trees-or-names.ts';

export type StatusOutput = 'tree' | 'table' | 'json';

/** What a status has seen. */
export type Looked = {
  /** The trees of this machine, then those that only the cluster knows. */
  shown: readonly ShownTree[];
  /** The names that neither knows. */
  unknown: readonly string[];
  /** Whether it is known what was applied. */
  areRecordsRead: boolean;
  checks: readonly CheckResult[];
  nodes: ClusterUse['nodes'];
  traffic: Traffic;
};

/** What could not be read, as {@link PartialReads} notes it. */
type Unread = Pick<PartialReads, 'denied' | 'late'>;

/** What is to be told: what is wrong, and so how it ends. */
export type ToldStatus = RunResult & { unread: object };

const STATUS_VERSION = 'status.optional.microshift.io/v1alpha1';

/** What a status comes to. */
export function toldStatus(looked: Looked, unread: Unread): ToldStatus {
  const { shown, unknown, checks, traffic } = looked;
  const [names, denied, late] = [unknown.map(unknownTree), deniedOf(unread), lateOf(unread)];
  const wrong = [
    // What the user may not read is told once for all.
    ...problemsOf(checks.filter(({ isRefused }) => !isRefused)),
    ...shown.flatMap(missing),
    ...trafficProblems(traffic.links),
    ...late,
  ];
  return {
    status: exitOf([
      [names, EXIT.usage],
      [wrong, EXIT.unhealthy],
      [denied, EXIT.refused],
    ]),
    trees: shown.map(reportedStatus),
    problems: [...names, ...wrong, ...denied],
    objects: checks.map((result) => reportedResult(result, checks)),
    unread: { permissions: unread.denied(), late: unread.late() },
  };
}

function exitOf(reasons: readonly [readonly Problem[], ExitStatus][]): ExitStatus {
  return reasons.find(([problems]) => problems.length > 0)?.[1] ?? EXIT.done;
}

/** The text of a status. */
export function statusText(
  output: StatusOutput,
  looked: Looked,
  told: ToldStatus,
  program: ProgramVersion,
): string {
  const { shown, nodes, traffic, areRecordsRead } = looked;
  if (output === 'json') {
    return `${JSON.stringify(reportedStatusOf(looked, told, program), null, 2)}\n`;
  }
  const trees = formatStatus(shown, nodes, areRecordsRead);
  const way = output === 'table' ? formatTrafficTable(traffic) : formatTrafficTree(traffic);
  // Names and words of controllers come from the cluster.
  return printable(way === '' ? trees : `${trees}\n${way}`);
}

function reportedStatusOf(
  { nodes, traffic }: Looked,
  { status: exitStatus, unread, ...told }: ToldStatus,
  program: ProgramVersion,
): object {
  return {
    apiVersion: STATUS_VERSION,
    kind: 'Status',
    program,
    exitStatus,
    ...told,
    ...(nodes === undefined
      ? {}
      : { nodes: { allocatable: rounded(nodes.allocatable), ...reportedUse(nodes) } }),
    unread,
    traffic: { links: traffic.links.map(reportedLink), overlaps: traffic.overlaps },
  };
}

function missing({ status: { name, directory, missing: objects, record } }: ShownTree): Problem[] {
  if (objects.length === 0) return [];
  const what =
    record.is === 'absent' ? 'has not been applied' : `lacks ${objects.length} of its objects`;
  return [
    {
      code: 'tree-incomplete',
      message: `${name} ${what}`,
      hint: 'apply it: systemctl restart microshift-optional.service, or microshift-optional apply',
      at: directory === undefined ? {} : { file: directory },
    },
  ];
}

function deniedOf({ denied }: Unread): Problem[] {
  const permissions = denied();
  if (permissions.length === 0) return [];
  return [
    {
      code: 'permission-missing',
      message: `this user may not: ${describePermissions(permissions)}`,
      hint: 'what depends on that is unknown; use a kubeconfig with these rights, such as that of a cluster administrator',
    },
  ];
}

function lateOf({ late }: Unread): Problem[] {
  const parts = late();
  if (parts.length === 0) return [];
  return [
    {
      code: 'status-incomplete',
      message: `could not be read in time: ${parts.join(', ')}`,
      hint: 'give more time with --timeout; or look at the API server: kubectl get --raw "/readyz?verbose"',
    },
  ];
}
