import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from '../control-plane/shared.ts';
import { statusAnswer } from '../support/fault-proxy/fault.ts';
import type { Fault } from '../support/fault-proxy/fault.ts';
import {
  describeHealth,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from '../support/trees.ts';
import { condition, writeStatus } from '../support/kubectl.ts';
import { createFaultProxy } from '../support/fault-proxy/fault-proxy.ts';
import { faultCase } from './support/fault-case.ts';
import { actions, runVictim, startVictim } from './support/victim.ts';

/* A watch that tells nothing looks like one on which nothing happens. */

const gone = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 410, reason: 'Expired' };
const event = (type: string, object: object): Fault => ({
  do: 'answer',
  status: 200,
  body: `${JSON.stringify({ type, object })}\n`,
});

suite('watches that fail', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();

  /** What the first watches meet, and how many; each is opened again. */
  const cases: [string, Fault, number][] = [
    ['reset', { do: 'reset' }, 3],
    ['expired', statusAnswer(410, 'Expired', 'too old resource version'), 3],
    ['expired-event', event('ERROR', gone), 3],
    ['broken-event', event('ERROR', { ...gone, code: 500 }), 1],
    ['half-event', { do: 'answer', status: 200, body: '{"type":"ADDED","object":{"kin' }, 2],
    ['page', { do: 'answer', status: 200, body: '<html>Welcome</html>\n' }, 2],
    ['ended', { do: 'answer', status: 200 }, 3],
    ['busy', statusAnswer(429, 'TooManyRequests', 'busy', { 'retry-after': '1' }), 2],
    ['unavailable', statusAnswer(503, 'ServiceUnavailable', 'not ready'), 2],
    ['too-new', statusAnswer(504, 'Timeout', 'Too large resource version'), 2],
    // No watch ever tells anything: the CRDs are Established all the same.
    ['mute', { do: 'mute' }, Infinity],
    ['hang', { do: 'hang' }, Infinity],
    ['never', { do: 'reset' }, Infinity],
  ];
  for (const [name, fault, times] of cases) {
    test(name, async (t) => {
      let count = 0;
      const { run, assertConverged } = await faultCase(t, plane, `watch-${name}`, ({ isWatch }) => {
        if (isWatch) count += 1;
        return isWatch && count <= times ? fault : undefined;
      });
      await assertConverged(await run());
      assert.ok(count > 0, 'there was a watch');
    });
  }

  test('cut again and again, while the CRDs are written', async (t) => {
    const { proxy, run, assertConverged } = await faultCase(t, plane, 'watch-cut');
    proxy.onRequest = ({ method }) => {
      if (method === 'PATCH') proxy.cutWatches();
      return undefined;
    };
    await assertConverged(await run());
  });

  test('refused: ends 3, the CRDs are blamed, what needs none is applied', async (t) => {
    const { run } = await faultCase(t, plane, 'watch-refused', ({ isWatch }) =>
      isWatch ? statusAnswer(403, 'Forbidden', 'no right to watch') : undefined,
    );
    const result = await run();
    assert.equal(result.status, 3, result.stderr);
    assert.equal(actions(result)['ConfigMap settings'], 'created');
    assert.match(result.stderr, /no right to watch/);
  });

  test('healthcheck sees what a mute watch does not tell', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'watch-health.example.com';
    const tree = await writeTree(directory, 'watch-health', [
      widgetCrd(group),
      widget(group, 'default', 'watched', { size: 1 }),
    ]);
    await describeHealth(tree, {
      conditions: [{ group, kind: 'Widget', namespace: 'default', name: 'watched', type: 'Ready' }],
    });
    assert.equal((await runVictim([tree], { kubeconfig: plane.kubeconfig })).status, 0);
    const { promise: watching, resolve } = Promise.withResolvers<void>();
    const proxy = await createFaultProxy(plane, directory, ({ isWatch, url }) => {
      if (isWatch && url.includes('/widgets?')) resolve();
      return isWatch ? { do: 'mute' } : undefined;
    });
    t.after(() => proxy.close());
    const victim = startVictim([tree], { kubeconfig: proxy.kubeconfig, command: 'healthcheck' });
    await watching;
    const object = [`widgets.${group}`, 'watched', '-n', 'default'];
    await writeStatus(plane, object, { conditions: [condition('Ready', 'True')] });
    const { status, stderr } = await victim.result;
    assert.equal(status, 0, stderr);
  });
});
