import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

// The built program, which `npm test` makes first: what a device runs.
const PROGRAM = path.resolve(import.meta.dirname, '../../../../dist/microshift-optional.mjs');

const MANUAL_DEADLINE = path.join(import.meta.dirname, 'manual-deadline.ts');

// Far above any deadline that is reached: only to tell a program that hangs from one that does not.
const HANGS_AFTER_MS = 300_000;

export type ReportedProblem = { code: string; message: string; hint: string; at?: object };
export type ReportedObject = {
  kind: string;
  name: string;
  namespace?: string;
  action: string;
  problem?: ReportedProblem;
};
export type Report = {
  exitStatus: number;
  problems: ReportedProblem[];
  objects: ReportedObject[];
};
export type VictimResult = { status: number; stdout: string; stderr: string; report: Report };

export type Victim = {
  pid: number;
  /** Resolves once what it has printed on stderr so far matches. */
  printed: (expected: RegExp) => Promise<void>;
  /** Has the deadline pass, where it is `manual`. */
  passDeadline: () => void;
  /** How it ended, after it was seen to agree with itself. */
  result: Promise<VictimResult>;
};

export type VictimOptions = {
  kubeconfig: string;
  /** Its own deadline in seconds; `manual` passes when it is told to. */
  deadline?: number | 'manual';
  /** A module that Node loads before the program. */
  preload?: string;
  command?: 'apply' | 'healthcheck';
};

/**
 * Starts the program as its own process. Whatever is done to it, it must end by itself, and its report must
 * be complete and agree with its exit status.
 */
export function startVictim(
  trees: readonly string[],
  { kubeconfig, deadline = 150, preload, command = 'apply' }: VictimOptions,
): Victim {
  const reportFile = `${trees[0]}.report.json`;
  const args = [
    ...[preload, deadline === 'manual' ? MANUAL_DEADLINE : undefined].flatMap((module) =>
      module === undefined ? [] : ['--import', module],
    ),
    PROGRAM,
    command,
    ...trees,
    '--kubeconfig',
    kubeconfig,
    '--timeout',
    deadline === 'manual' ? '1h' : `${deadline}s`,
    '--report',
    reportFile,
  ];
  const child = execa(process.execPath, args, {
    reject: false,
    env: { KUBECONFIG: '' },
    timeout: HANGS_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  const finish = async (): Promise<VictimResult> => {
    const { exitCode, stdout, stderr, timedOut } = await child;
    assert.ok(!timedOut, `it hangs:\n${stderr}`);
    assert.equal(typeof exitCode, 'number', `it was killed:\n${stderr}`);
    const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
    await rm(reportFile);
    const result = { status: exitCode as number, stdout, stderr, report };
    assertAgreement(result);
    return result;
  };
  return {
    pid: child.pid ?? 0,
    result: finish(),
    printed: watchOutput(child.stderr),
    passDeadline: () => void child.kill('SIGUSR2'),
  };
}

/** Runs it to its end. */
export function runVictim(trees: readonly string[], options: VictimOptions): Promise<VictimResult> {
  return startVictim(trees, options).result;
}

/** What became of each object: `Kind name` → action. */
export function actions({ report }: VictimResult): Record<string, string> {
  return Object.fromEntries(
    report.objects.map(({ kind, name, action }) => [`${kind} ${name}`, action]),
  );
}

/** Its words and its figures must not contradict each other, nor hide anything. */
function assertAgreement({ status, stdout, stderr, report }: VictimResult): void {
  assert.notEqual(status, 1, `a bug:\n${stderr}`);
  assert.doesNotMatch(stderr, /Warning:|Unhandled|\n {4}at /, stderr);
  assert.equal(report.exitStatus, status);
  const unfinished = report.objects.filter(({ problem }) => problem !== undefined);
  for (const { code } of report.problems) assert.ok(stderr.includes(`[${code}]`), stderr);
  if (status === 0) {
    assert.deepEqual([report.problems, unfinished], [[], []]);
  } else {
    assert.notEqual(report.problems.length, 0);
  }
  if (report.objects.length === 0 || !stdout.includes(' objects: ')) return;
  assert.equal(report.problems.length, unfinished.length);
  const count = (action: string): number =>
    report.objects.filter((object) => object.action === action).length;
  assert.equal(status, count('failed') > 0 ? 3 : count('waiting') > 0 ? 4 : 0);
  for (const action of new Set(report.objects.map((object) => object.action))) {
    assert.match(stdout, new RegExp(`\\b${count(action)} ${action}\\b`));
  }
}

/** Says when all that has come so far matches. */
function watchOutput(stream: NodeJS.ReadableStream): Victim['printed'] {
  let text = '';
  let hasEnded = false;
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    look();
  });
  stream.on('end', () => {
    hasEnded = true;
    look();
  });
  return (expected) =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (expected.test(text)) resolve();
        else if (hasEnded) reject(new Error(`it ended without printing ${expected}:\n${text}`));
        else return;
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
}
