import { discoverKinds } from '../cluster/discover-kinds.ts';
import { readPartially } from '../cluster/partial-reads.ts';
import type { PartialReads } from '../cluster/partial-reads.ts';
import type { Client } from '../cluster/client.ts';
import { EXIT, UserError, formatProblems } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { listRecords } from '../inventory/inventory-store.ts';
import type { Records } from '../inventory/inventory-store.ts';
import { lookAtTrees } from '../status/look-at-trees.ts';
import { recordOf, recordedStatus } from '../status/tree-status.ts';
import type { TreeRecord } from '../status/tree-status.ts';
import { judgeTraffic } from '../traffic/judge-traffic.ts';
import { readTraffic } from '../traffic/read-traffic.ts';
import { NO_OBJECTS } from '../traffic/traffic-objects.ts';
import { findInstalledTrees } from '../tree/installed-trees.ts';
import type { InstalledTrees } from '../tree/installed-trees.ts';
import type { Tree } from '../tree/read-tree.ts';
import { parseTimeout, runOnCluster } from './cluster-run.ts';
import type { ClusterCommand } from './cluster-run.ts';
import { readTrees } from './read-trees.ts';
import type { StatusArchive } from './status-archive.ts';
import { statusText, toldStatus } from './status-output.ts';
import type { StatusOutput, Looked } from './status-output.ts';
import { treesOrNames } from './trees-or-names.ts';

export type StatusFlags = { output: StatusOutput; bundle?: string };

/**
 * Says of trees what is on this machine, what was applied of it, whether that is as it should be, and whether it is
 * healthy; then of the whole cluster, whether traffic finds its way through Gateways and routes. Waits for nothing but
 * the API server. What cannot be read is named, and the rest shown. Ends 5 where something is not healthy, missing,
 * broken on that way, or was not read in time; 3 where only rights were missing; 4 where the API server never answered.
 * With `bundle`, all that support needs to know goes into that file besides.
 * @param given trees, or names of trees that only the cluster knows; none for all that are installed or were applied
 */
export async function status(
  given: readonly string[],
  { output, bundle }: StatusFlags,
  command: ClusterCommand,
  find: () => Promise<InstalledTrees> = findInstalledTrees,
): Promise<ExitStatus> {
  const archive = bundle === undefined ? undefined : await openArchive(bundle, given, find);
  const run = archive?.run ?? runOnCluster;
  return run(command, 'StatusReport', async ({ client, progress, clock }) => {
    const total = parseTimeout(command.timeout);
    const reads = readPartially(client, () => total - clock());
    const looked = await look(reads, given, find);
    if (!reads.hasAnswered()) throw unreachable(client);
    const told = toldStatus(looked, reads);
    for (const text of formatProblems(told.problems)) progress.line(text);
    const textOf = (form: StatusOutput): string => statusText(form, looked, told, command.program);
    command.terminal.stdout.write(textOf(output));
    archive?.show({ json: textOf('json'), text: textOf('tree') });
    return told;
  });
}

/** Not in the program for devices: device-commands.ts has such a command line run the whole program. */
async function openArchive(
  file: string,
  given: readonly string[],
  find: () => Promise<InstalledTrees>,
): Promise<StatusArchive> {
  const { openStatusArchive } = await import('./status-archive.ts');
  return openStatusArchive(file, async (recorded) => {
    const known = new Set(recorded.keys());
    const { trees, names } = await chosen(given, known, find);
    return { trees, names: given.length === 0 ? [...known] : names };
  });
}

/** Everything that is read. */
async function look(
  reads: PartialReads,
  given: readonly string[],
  find: () => Promise<InstalledTrees>,
): Promise<Looked> {
  const { client, part } = reads;
  const [records, discovery] = await Promise.all([
    part('what was applied', () => listRecords(client)),
    part('what the API server serves', () => discoverKinds(client)),
  ]);
  const recorded = namesOf(records);
  const { trees, names } = await chosen(given, recorded, find);
  const [{ shown, checks, nodes }, objects] = await Promise.all([
    lookAtTrees(reads, trees, records, discovery?.kinds),
    discovery === undefined ? NO_OBJECTS : readTraffic(client, discovery.kinds, part),
  ]);
  const here = new Set(trees.map(({ name }) => name));
  const others = new Set(
    [...(given.length === 0 ? recorded : names)].filter((name) => !here.has(name)),
  );
  // Where nothing was read, a name is neither known nor unknown.
  const isKnown = (name: string): boolean => records === undefined || recorded.has(name);
  return {
    shown: [
      ...shown,
      ...[...others].filter(isKnown).map((name) => ({
        status: recordedStatus(name, recordFor(name, records)),
        healthy: undefined,
      })),
    ],
    unknown: [...others].filter((name) => !isKnown(name)),
    areRecordsRead: records !== undefined,
    checks,
    nodes,
    traffic: judgeTraffic(objects),
  };
}

/** The trees of which there is a record. */
function namesOf(records: Records | undefined): Set<string> {
  return new Set([...(records?.inventories.keys() ?? []), ...(records?.newer.keys() ?? [])]);
}

function recordFor(name: string, records: Records | undefined): TreeRecord {
  const inventory = records?.inventories.get(name);
  if (inventory !== undefined) return recordOf(inventory);
  const format = records?.newer.get(name);
  return format === undefined ? { is: 'unread' } : { is: 'newer', format };
}

/** The trees of the command line; else the components that are here, and what was applied of users' trees. */
async function chosen(
  given: readonly string[],
  recorded: ReadonlySet<string>,
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

function unreachable(client: Client): UserError {
  const trouble = client.lastTrouble();
  const problem = {
    code: 'api-unreachable',
    message: `the API server did not answer${trouble === '' ? '' : `: ${trouble}`}`,
    hint: 'check that MicroShift runs: systemctl status microshift; or give more time with --timeout',
  };
  return new UserError(EXIT.deadline, [problem]);
}
