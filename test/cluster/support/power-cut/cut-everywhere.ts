import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { createFaultProxy } from '../fault-proxy/fault-proxy.ts';
import type { Target } from '../fault-proxy/upstream.ts';
import { PROGRAM } from '../program.ts';
import { temporaryDirectory } from '../trees.ts';

/** One run of a scenario, in a state of its own. */
export type Round = {
  /** The control plane to run against. */
  plane: Target & { kubeconfig: string };
  /** The command line of the program, without the kubeconfig. */
  args: readonly string[];
  /** What is there now, as far as it matters: equal for equal ends of any two rounds. */
  state(): Promise<unknown>;
  /** Takes away what would slow the rounds that follow. */
  dispose(): Promise<void>;
};

export type Scenario = {
  /** How many objects it is about: it takes at least as many requests. */
  objects: number;
  /** Rounds at once. */
  concurrency: number;
  /** Every how many requests a round is run; 1 for all of them. */
  step: number;
  /**
   * Makes the state that the command finds.
   * @param round names it, other than any before
   * @param lane of the rounds that run beside each other: those of one lane follow each other
   */
  prepare(round: string, lane: string): Promise<Round>;
};

/**
 * Every how many requests a round is run: what the environment says (POWER_CUT_STEP), else what the test does. An odd
 * number has both kinds of cuts: before the program has the answer, and after.
 */
export function stepOf(usual: number): number {
  return Number(process.env.POWER_CUT_STEP ?? usual);
}

/**
 * The contract with power cuts: a run that is killed with SIGKILL after its Nth request, and then run again,
 * ends in the state that an undisturbed run ends in, for each N from the first request to the last. After every
 * other request, the answer of the API server has not reached the program.
 */
export async function cutEverywhere(test: TestContext, scenario: Scenario): Promise<void> {
  const undisturbed = await scenario.prepare('0x', 'lane0x');
  const requests = await run(test, undisturbed, undefined);
  const expected = await undisturbed.state();
  await undisturbed.dispose();

  let last = 0;
  let next = 1;
  let isOver = false;
  const rounds = async (lane: string): Promise<void> => {
    while (!isOver) {
      const cut = next;
      next += scenario.step;
      const round = await scenario.prepare(`${cut}x`, lane);
      const wasKilled = (await run(test, round, cut)) === undefined;
      if (wasKilled) await run(test, round, undefined);
      assert.deepEqual(await round.state(), expected, `the end state, cut after request ${cut}`);
      await round.dispose();
      if (wasKilled) last = Math.max(last, cut);
      else isOver = true;
    }
  };
  await Promise.all(
    Array.from({ length: scenario.concurrency }, (_, index) => rounds(`lane${index}x`)),
  );
  test.diagnostic(
    `cut after each ${scenario.step === 1 ? '' : `${scenario.step}. `}request up to ${last}; an undisturbed run makes ${requests}`,
  );
  assert.ok(last >= scenario.objects, `the last cut was after request ${last}`);
}

/** Runs the program to its end, which has to be 0. @returns how many requests; undefined where it was killed */
async function run(
  test: TestContext,
  { plane, args }: Round,
  cut: number | undefined,
): Promise<number | undefined> {
  const proxy = await createFaultProxy(plane, await temporaryDirectory(test));
  const victim = execa(process.execPath, [PROGRAM, ...args, `--kubeconfig=${proxy.kubeconfig}`], {
    reject: false,
    all: true,
    // Far above the program's own deadline: only so that a hanging program cannot hang the suite.
    timeout: 300_000,
  });
  const answer = cut !== undefined && cut % 2 === 0 ? 'unseen' : 'seen';
  proxy.onRequest = ({ number }) =>
    number === cut ? { do: 'kill', pid: victim.pid ?? 0, answer } : undefined;
  const { exitCode, signal, all } = await victim;
  await proxy.close();
  if (cut !== undefined && signal === 'SIGKILL') return undefined;
  assert.equal(exitCode, 0, `${cut === undefined ? 'undisturbed' : `cut after ${cut}`}: ${all}`);
  return proxy.requests.length;
}
