import path from 'node:path';
import { execa } from 'execa';
import type { TestContext } from 'node:test';
import { temporaryDirectory, writeFiles } from '../../unit/support/temporary-directory.ts';
import { SOURCE_CHANGE } from './change-source.ts';
import type { SourceChange } from './change-source.ts';
import { FAULT } from './inject-fault.ts';
import type { Fault } from './inject-fault.ts';
import { PROGRAM } from './program.ts';

/** A small component, a source, and what others keep in the release directory. */
export type Lamp = {
  /** Holds all of it. */
  work: string;
  out: string;
  /** A directory. */
  source: string;
  args: string[];
};

const configMap = (name: string, text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: lamp}\ndata: {text: ${text}}\n`;

/** The one file of the source. */
export const SOURCE_FILE = 'lamp.yaml';

/** The manifests of the source, in two versions: one object stays, one changes, one goes, one comes. */
export const SOURCE = {
  old: ['shade', 'old', 'bulb'],
  new: ['shade', 'new', 'socket'],
} as const;

/** The text of a version of the source. */
export function sourceText([kept, text, other]: readonly [string, string, string]): string {
  return [configMap(kept, 'same'), configMap('switch', text), configMap(other, text)].join('---\n');
}

const COMPONENT = `apiVersion: optional.microshift.io/v1alpha1
kind: Component
metadata: {name: lamp}
spec:
  package: microshift-lamp
  directory: 010-microshift-lamp
  namespace: lamp
  summary: Lamps
  sources: [{name: lamp, kind: Manifests, ref: "https://example.com/lamp.yaml"}]
  manifests: [namespace.yaml]
`;
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: lamp}\n';

/** A lamp whose source is in its old version; nothing is rebased yet. */
export async function createLamp(test: TestContext): Promise<Lamp> {
  const work = await temporaryDirectory(test, {
    'component/component.yaml': COMPONENT,
    'component/namespace.yaml': NAMESPACE,
    [`source/${SOURCE_FILE}`]: sourceText(SOURCE.old),
  });
  return lampIn(work, path.join(work, 'out'));
}

/** The same lamp with another release directory. */
export function lampIn(work: string, out: string): Lamp {
  const source = path.join(work, 'source');
  const args = ['rebase', path.join(work, 'component'), '--source', `lamp=${source}`, '--out', out];
  return { work, out, source, args };
}

/** Rebases the old version, puts things of others beside it, and changes the source to the new one. */
export async function prepareUpgrade({ out, source, args }: Lamp): Promise<void> {
  const first = await runLamp(args);
  if (first.status !== 0) throw new Error(`the lamp cannot be rebased: ${first.stderr}`);
  await writeFiles(out, { 'README.md': 'mine', 'rpms/lamp.rpm': 'mine', '.git/HEAD': 'mine' });
  await writeFiles(source, { [SOURCE_FILE]: sourceText(SOURCE.new) });
}

export type LampResult = { status: number | undefined; signal: string | undefined; stderr: string };

type RunOptions = {
  fault?: Fault | undefined;
  change?: SourceChange | undefined;
  /** Another user, which only root can be. */
  uid?: number | undefined;
};

/** Runs the program to its end, with something that goes wrong if that is given. */
export async function runLamp(
  args: readonly string[],
  { fault, change, uid }: RunOptions = {},
): Promise<LampResult> {
  const preloads = [
    { file: 'inject-fault.ts', variable: FAULT, value: fault },
    { file: 'change-source.ts', variable: SOURCE_CHANGE, value: change },
  ].filter(({ value }) => value !== undefined);
  const imports = preloads.flatMap(({ file }) => [
    '--import',
    path.join(import.meta.dirname, file),
  ]);
  const result = await execa(process.execPath, [...imports, PROGRAM, ...args], {
    reject: false,
    timeout: 60_000,
    env: Object.fromEntries(
      preloads.map(({ variable, value }) => [variable, JSON.stringify(value)]),
    ),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { status: result.exitCode, signal: result.signal, stderr: result.stderr };
}
