import assert from 'node:assert/strict';
import { mkdtemp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { startAggregatedApi } from './support/health/aggregated-api.ts';
import type { AggregatedApi } from './support/health/aggregated-api.ts';
import type { BrokenState } from './support/health/broken-state.ts';
import { createTestNode } from './support/health/kubelet.ts';
import { BROKEN_STATES, breakDown, healthyObjects } from './support/health/states.ts';
import { kubectl } from './support/kubectl.ts';
import { runProgram, startProgram } from './support/program.ts';
import { describeHealth, namespace, temporaryDirectory, writeTree } from './support/trees.ts';

type Reported = {
  healthy: boolean;
  chain?: string[];
  cause?: string;
  outcome?: string;
  hint?: string;
};

/** How a run that ends 5 is started: what is only pending ends with the deadline. */
const ENDS: Record<BrokenState['outcome'], string[]> = {
  certain: ['--timeout', '150s'],
  bad: ['--timeout', '150s', '--fail-fast'],
  pending: ['--timeout', '6s'],
};

suite('healthcheck names the cause of', { concurrency: 8 }, () => {
  // Of its own: while an APIService has nobody to answer it, no namespace of the cluster is known to be empty.
  let plane: ControlPlane;
  let api: AggregatedApi;
  before(async () => {
    plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: true });
    await createTestNode(plane);
    api = await startAggregatedApi(await mkdtemp(path.join(plane.directory, 'aggregated-')));
  });
  after(async () => {
    api.close();
    await plane.stop();
  });

  test('nothing that starts as it should, though it ends on all that looks bad', async (t) => {
    const place = { cluster: plane, namespace: 'cause-none', apiPort: api.port };
    const tree = await writeTree(await temporaryDirectory(t), place.namespace, [
      namespace(place.namespace),
      ...healthyObjects(place),
    ]);
    const kubeconfig = ['--kubeconfig', plane.kubeconfig, '--timeout', '150s'];
    const checking = runProgram(['healthcheck', tree, '--fail-fast', ...kubeconfig]);
    const applied = await runProgram(['apply', tree, ...kubeconfig]);
    assert.equal(applied.status, 0, applied.stderr);
    const { status, stderr } = await checking;
    assert.equal(status, 0, stderr);
  });

  for (const [index, state] of BROKEN_STATES.entries()) {
    test(state.name, async (t) => {
      const place = { cluster: plane, namespace: `cause-${index}`, apiPort: api.port };
      const directory = await temporaryDirectory(t);
      const tree = await writeTree(directory, place.namespace, state.objects(place));
      if (state.health !== undefined) await describeHealth(tree, state.health(place));
      await kubectl(plane, ['create', '-f', '-'], namespace(place.namespace));
      await breakDown(place, state);

      const command = ['healthcheck', tree, '--kubeconfig', plane.kubeconfig];
      // What is not certain is named and waited for.
      const waiting =
        state.outcome === 'certain' ? undefined : startProgram([...command, '--timeout', '170s']);
      t.after(() => waiting?.kill());
      const told = waiting?.printed(new RegExp(`waiting .*${lineOf(state.told ?? state.says)}`));
      const report = path.join(directory, 'report.json');
      const ending = runProgram([...command, ...ENDS[state.outcome], '--report', report]);
      const [ended] = await Promise.all([ending, told]);
      assert.equal(ended.status, 5, ended.stderr);
      const { objects } = JSON.parse(await readFile(report, 'utf8')) as { objects: Reported[] };
      const found = objects.filter(({ healthy }) => !healthy).map(shown);
      const named = found.filter(({ chain }) => state.says.test(chain));
      assert.equal(named.length, 1, JSON.stringify(found, undefined, 2));
      const expected = state.cause === undefined ? undefined : state.outcome;
      for (const { cause, outcome, hint } of found) {
        assert.deepEqual({ cause, outcome }, { cause: state.cause, outcome: expected });
        assert.match(hint, state.hint);
      }
      const first = ended.stderr.split('\n').find((line) => line.startsWith('error: ')) ?? '';
      assert.ok(first.endsWith(' [unhealthy]'), ended.stderr);

      await state.repair(place);
      const healed = await (waiting?.result ?? runProgram([...command, '--timeout', '150s']));
      assert.equal(healed.status, 0, healed.stderr);
    });
  }
});

/** Of a chain, in the line that tells of it. */
function lineOf({ source }: RegExp): string {
  return source.replace(/^\^/, '').replace(/\$$/, '');
}

function shown({ chain = [], cause, outcome, hint = '' }: Reported) {
  return { chain: chain.join(' → '), cause, outcome, hint };
}
