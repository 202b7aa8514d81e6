import { readFile } from 'node:fs/promises';
import { getObject, kubectl, untilServed } from './kubectl.ts';
import type { Cluster } from './kubectl.ts';
import { runProgram } from './program.ts';
import type { ProgramResult } from './program.ts';

/** A RemoveReport as far as tests look. */
export type RemoveReport = {
  kind: string;
  exitStatus: number;
  trees: { name: string; directory?: string }[];
  objects: {
    kind: string;
    namespace?: string;
    name: string;
    action: string;
    kept?: { because: string; reason: string };
    problem?: { code: string; message: string };
  }[];
};

/** Applies trees with the program. @throws where it does not end 0 */
export async function applyTrees(cluster: Cluster, trees: readonly string[]): Promise<void> {
  const flags = ['--kubeconfig', cluster.kubeconfig, '--timeout', '120s'];
  const { status, stderr } = await runProgram(['apply', ...trees, ...flags]);
  if (status !== 0) throw new Error(`apply ended ${status}: ${stderr}`);
}

/** The command line of a removal that writes its report beside the first tree. */
export function removeCommand(
  cluster: Cluster,
  trees: readonly string[],
  flags: readonly string[] = ['--timeout', '120s'],
): string[] {
  const report = reportOf(trees);
  return ['remove', ...trees, '--kubeconfig', cluster.kubeconfig, '--report', report, ...flags];
}

/** Removes trees with the program. */
export async function removeTrees(
  cluster: Cluster,
  trees: readonly string[],
  flags?: readonly string[],
): Promise<ProgramResult & { report: RemoveReport }> {
  const result = await runProgram(removeCommand(cluster, trees, flags));
  return { ...result, report: await readRemoveReport(trees) };
}

/** The report of the last removal of these trees. */
export async function readRemoveReport(trees: readonly string[]): Promise<RemoveReport> {
  return JSON.parse(await readFile(reportOf(trees), 'utf8')) as RemoveReport;
}

function reportOf([first]: readonly string[]): string {
  return `${first}.report.json`;
}

/** What became of each object, by kind and name. */
export function removalActions({ objects }: RemoveReport): Record<string, string> {
  return Object.fromEntries(objects.map(({ kind, name, action }) => [`${kind} ${name}`, action]));
}

/** Whether an object exists; `args` as for `kubectl get`. */
export async function exists(cluster: Cluster, args: readonly string[]): Promise<boolean> {
  return (await kubectl(cluster, ['get', ...args, '--ignore-not-found', '-o', 'name'])) !== '';
}

/** Puts a finalizer on an object, as its operator would when it takes charge of it. */
export async function addFinalizer(
  cluster: Cluster,
  args: readonly string[],
  finalizer: string,
  manager = 'test-operator',
): Promise<void> {
  const patch = JSON.stringify({ metadata: { finalizers: [finalizer] } });
  const flags = ['--type=merge', '-p', patch, `--field-manager=${manager}`];
  await kubectl(cluster, ['patch', ...args, ...flags]);
}

/** Takes all finalizers off an object, as its operator does when its work is done. */
export async function finalize(cluster: Cluster, args: readonly string[]): Promise<void> {
  const flags = ['--type=merge', '-p', '{"metadata":{"finalizers":null}}'];
  await kubectl(cluster, ['patch', ...args, ...flags]);
}

/** Resolves when an object is being deleted. */
export async function untilDeleting(cluster: Cluster, args: readonly string[]): Promise<void> {
  const condition = '--for=jsonpath={.metadata.deletionTimestamp}';
  await kubectl(cluster, ['wait', ...args, condition, '--timeout=120s']);
}

/** Whether an object is there and nobody has asked to delete it. */
export async function isUntouched(cluster: Cluster, args: readonly string[]): Promise<boolean> {
  if (!(await exists(cluster, args))) return false;
  const { metadata } = await getObject(cluster, args);
  return metadata.deletionTimestamp === undefined;
}

/** kubectl's arguments; without its own validation, for which it loads all schemas of the API server. */
export const CREATE = ['create', '--validate=false', '-f', '-'];

/** Creates a CRD of {@link widgetCrd} and returns when its objects can be created. */
export async function createCrd(cluster: Cluster, crd: object, group: string): Promise<void> {
  await kubectl(cluster, CREATE, crd);
  await untilServed(cluster, `widgets.${group}`);
}
