import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { kubectl } from './kubectl.ts';
import type { Cluster } from './kubectl.ts';
import { runProgram } from './program.ts';
import type { ProgramResult } from './program.ts';
import { writeTree } from './trees.ts';

/** An ApplyReport as far as tests look. */
export type ApplyReport = {
  exitStatus: number;
  problems: { code: string; message: string; at?: { object?: string; field?: string } }[];
  objects: {
    kind: string;
    namespace?: string;
    name: string;
    tree: string;
    trees?: string[];
    action: string;
    note?: string;
    kept?: { because: string; reason: string };
    readyAtMilliseconds: number;
    doneAtMilliseconds: number;
  }[];
};

export type Release = {
  /** Of the tree, in all its releases. */
  name: string;
  version: string;
  objects: object[];
  upgrade?: { mayDrop?: object[]; adopts?: object[] };
  incompatible?: object[];
};

/** Writes a release of a tree, with its description, and returns its directory. */
export async function writeRelease(
  parent: string,
  { objects, ...description }: Release,
): Promise<string> {
  const tree = await writeTree(parent, `${description.name}-${description.version}`, objects);
  await describeRelease(tree, description);
  return tree;
}

/** Writes the same release again, with another `upgrade` in its description. */
export async function describeRelease(
  tree: string,
  { name, version, upgrade = {}, incompatible = [] }: Omit<Release, 'objects'>,
): Promise<void> {
  const apiVersion = 'optional.microshift.io/v1alpha1';
  const description = { apiVersion, kind: 'Tree', name, version, upgrade, incompatible };
  const file = path.join(tree, 'microshift-optional.json');
  await writeFile(`${file}.new`, JSON.stringify(description));
  await rename(`${file}.new`, file);
}

/** Applies trees with the program, and returns its report with what it printed. */
export async function apply(
  cluster: Cluster,
  trees: readonly string[],
  flags: readonly string[] = [],
): Promise<ProgramResult & { report: ApplyReport }> {
  const report = `${trees[0]}.report.json`;
  const result = await runProgram(applyCommand(cluster, trees, ['--report', report, ...flags]));
  return { ...result, report: JSON.parse(await readFile(report, 'utf8')) as ApplyReport };
}

/** The command line that applies trees. */
export function applyCommand(
  { kubeconfig }: Cluster,
  trees: readonly string[],
  flags: readonly string[] = [],
): string[] {
  return ['apply', ...trees, '--kubeconfig', kubeconfig, '--timeout', '150s', ...flags];
}

/** Applies trees, which has to end well, and says what became of each object, by kind and name. */
export async function applied(
  cluster: Cluster,
  trees: readonly string[],
  flags: readonly string[] = [],
): Promise<Record<string, string>> {
  const { status, stderr, report } = await apply(cluster, trees, flags);
  assert.equal(status, 0, stderr);
  return actionsOf(report);
}

/** What became of each object, by kind and name. */
export function actionsOf({ objects }: ApplyReport): Record<string, string> {
  return Object.fromEntries(objects.map(({ kind, name, action }) => [`${kind} ${name}`, action]));
}

/** What a report says beside an object's action. */
export function noteOf({ objects }: ApplyReport, kind: string, name: string): string {
  const found = objects.find((object) => object.kind === kind && object.name === name);
  return found?.note ?? found?.kept?.reason ?? '';
}

/**
 * The uid and resourceVersion of each object that has a word in its group, namespace or name: of the usual kinds,
 * the inventories among them, and of `kinds`.
 */
export async function stateOf(
  cluster: Cluster,
  word: string,
  kinds: readonly string[] = [],
): Promise<string[]> {
  const usual = ['crd', 'namespace', 'configmap', 'persistentvolumeclaim', 'serviceaccount'];
  const columns = [
    '.apiVersion',
    '.kind',
    '.metadata.namespace',
    '.metadata.name',
    '.metadata.uid',
    '.metadata.resourceVersion',
  ];
  const text = await kubectl(cluster, [
    'get',
    [...usual, ...kinds].join(','),
    '--all-namespaces',
    '--no-headers',
    '-o',
    `custom-columns=${columns.map((each, index) => `C${index}:${each}`).join(',')}`,
  ]);
  return text
    .split('\n')
    .filter((line) => line.includes(word))
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .toSorted();
}
