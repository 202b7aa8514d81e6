import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../errors.ts';
import { judgeApplyReport } from '../report/judge-apply-report.ts';

// A file in memory: looking at it costs nothing that would be felt.
const LOOK_EVERY = 500;

type AppliedTree = { name: string; directory: string };

/**
 * Waits until the report of `apply` says that trees are applied, or that one of them failed for good. Returns
 * what is wrong, when the signal aborts too: nothing once all are applied.
 * @param file appears, and is replaced, when apply ends
 * @param onWaiting told what is waited for, whenever that changes
 */
export async function awaitApplied(
  file: string,
  trees: readonly AppliedTree[],
  signal: AbortSignal,
  onWaiting: (text: string) => void,
): Promise<Problem[]> {
  let told = '';
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a poll
    const report = await readJson(file);
    const verdicts = trees.map((tree) => ({ tree, verdict: judgeApplyReport(report, tree) }));
    const failed = verdicts.filter(({ verdict }) => verdict.state === 'failed');
    const open = verdicts.filter(({ verdict }) => verdict.state === 'unfinished');
    if (failed.length > 0) return problemsOf(failed, 'apply-failed', 'apply has failed for good');
    if (open.length === 0) return [];
    const problems = problemsOf(open, 'apply-unfinished', 'apply has not finished');
    const text = open.map(({ tree, verdict }) => `${tree.name} (${reasonOf(verdict)})`).join(', ');
    if (text !== told) onWaiting(text);
    told = text;
    // oxlint-disable-next-line no-await-in-loop -- a poll
    await delay(LOOK_EVERY, undefined, { signal }).catch(() => {});
    if (signal.aborted) return problems;
  }
}

type Judged = { tree: AppliedTree; verdict: ReturnType<typeof judgeApplyReport> };

function problemsOf(judged: readonly Judged[], code: string, what: string): Problem[] {
  const heads = judged.map(({ tree, verdict }) => ({
    code,
    message: `${tree.name}: ${what}: ${reasonOf(verdict)}`,
    hint: 'its lines in the journal: journalctl -u microshift-optional.service -b',
    at: { file: tree.directory },
  }));
  const details = judged.flatMap(({ verdict }) =>
    verdict.state === 'applied' ? [] : verdict.problems,
  );
  const once = new Map(details.map((problem) => [JSON.stringify(problem), problem]));
  return [...heads, ...once.values()];
}

function reasonOf(verdict: Judged['verdict']): string {
  return verdict.state === 'applied' ? '' : verdict.reason;
}

/** Undefined where there is no such file, or none that can be read. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
