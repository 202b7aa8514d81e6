import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from '../control-plane/shared.ts';
import { statusAnswer } from '../support/fault-proxy/fault.ts';
import type { Fault, OnRequest, ProxiedRequest } from '../support/fault-proxy/fault.ts';
import { OBJECTS } from './support/case-tree.ts';
import { faultCase } from './support/fault-case.ts';
import { actions } from './support/victim.ts';

/*
 * What a request can meet at the real API server. Each case ends converged or with the exit status of its
 * cause, before its deadline, and its report says so.
 */

/** The fault for every request but watches, each the first time that it is made. */
function eachOnce(fault: Fault): OnRequest {
  const seen = new Set<string>();
  return ({ method, url, isWatch }) => {
    const key = `${method} ${url}`;
    if (isWatch || seen.has(key)) return undefined;
    seen.add(key);
    return fault;
  };
}

/** The fault for every write of this object, the first `times` times. */
function writesOf(part: string, fault: Fault, times = Infinity): OnRequest {
  let count = 0;
  return ({ method, url }) => {
    if (method !== 'PATCH' || !url.includes(part)) return undefined;
    count += 1;
    return count <= times ? fault : undefined;
  };
}

const first =
  (count: number, fault: Fault): OnRequest =>
  ({ number }) =>
    number <= count ? fault : undefined;

const page: Fault = { do: 'answer', status: 200, body: '<html>Welcome</html>' };
const other: Fault = { do: 'answer', status: 200, body: { error: 'log in first' } };
const success: Fault = {
  do: 'answer',
  status: 200,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Success' },
};
const unauthorized = statusAnswer(401, 'Unauthorized', 'Unauthorized');
const forbidden = statusAnswer(403, 'Forbidden', 'this is forbidden');
const conflict = statusAnswer(409, 'Conflict', 'the object has been modified');
const busy = statusAnswer(429, 'TooManyRequests', 'too many requests', { 'retry-after': '1' });
const later = statusAnswer(429, 'TooManyRequests', 'come tomorrow', { 'retry-after': '86400' });
const internal = statusAnswer(500, 'InternalError', 'failed calling webhook "w.example.com"');
const unexplained = statusAnswer(500, '', 'etcdserver: leader changed');
const unavailable = statusAnswer(503, 'ServiceUnavailable', 'apiserver not ready');
const badGateway: Fault = { do: 'answer', status: 502, body: '<html>Bad Gateway</html>' };
const brokenPage: Fault = { do: 'answer', status: 500, body: '<html>Oops</html>' };

suite('requests that fail and then do not', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();
  const cases: [string, OnRequest][] = [
    ['reset', eachOnce({ do: 'reset' })],
    ['lost-answer', eachOnce({ do: 'lose' })],
    ['no-byte', eachOnce({ do: 'half', bytes: 0, ending: 'reset' })],
    ['half-reset', eachOnce({ do: 'half', bytes: 40, ending: 'reset' })],
    ['half-clean', eachOnce({ do: 'half', bytes: 40, ending: 'clean' })],
    ['empty', eachOnce({ do: 'half', bytes: 0, ending: 'clean' })],
    ['slow', () => ({ do: 'delay', milliseconds: 300 })],
    ['page', eachOnce(page)],
    ['other-json', eachOnce(other)],
    ['status-success', eachOnce(success)],
    ['unauthorized', first(6, unauthorized)],
    ['unauthorized-midway', eachOnce(unauthorized)],
    ['conflict', eachOnce(conflict)],
    ['busy', eachOnce(busy)],
    ['internal', eachOnce(internal)],
    ['unexplained', eachOnce(unexplained)],
    ['unavailable', eachOnce(unavailable)],
    ['bad-gateway', eachOnce(badGateway)],
    ['hang-first', first(1, { do: 'hang' })],
    ['hang-write', writesOf('/customresourcedefinitions/', { do: 'hang' }, 1)],
    ['half-hang', writesOf('/settings', { do: 'half', bytes: 40, ending: 'hang' }, 1)],
  ];
  for (const [name, onRequest] of cases) {
    test(name, async (t) => {
      const { run, assertConverged } = await faultCase(t, plane, `fault-${name}`, onRequest);
      await assertConverged(await run());
    });
  }

  test('waits as long as it is asked to, no less', async (t) => {
    // A request that comes earlier than asked would be number 2 of the same.
    const times = new Map<string, number[]>();
    const onRequest = ({ method, url }: ProxiedRequest): Fault | undefined => {
      const at = times.get(`${method} ${url}`) ?? [];
      times.set(`${method} ${url}`, [...at, performance.now()]);
      return at.length === 0 && method === 'PATCH' ? busy : undefined;
    };
    const { run, assertConverged } = await faultCase(t, plane, 'fault-retry-after', onRequest);
    await assertConverged(await run());
    const waits = [...times]
      .filter(([key]) => key.startsWith('PATCH'))
      .map(([, [before = 0, after = 0]]) => after - before);
    assert.ok(waits.length >= OBJECTS);
    for (const wait of waits) assert.ok(wait >= 990, `${wait} ms`);
  });

  for (const [name, when] of [
    ['refused-at-first', 1],
    ['refused-midway', 9],
  ] as const) {
    test(name, async (t) => {
      const { proxy, start, assertConverged } = await faultCase(t, plane, `fault-${name}`);
      proxy.onRequest = ({ number }) => (number === when ? { do: 'refuse' } : undefined);
      const victim = start();
      await victim.printed(/ECONNREFUSED/);
      await proxy.accept();
      await assertConverged(await victim.result);
    });
  }
});

suite('requests that always fail', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();

  // Nothing can be done without the first answer: every object waits for it.
  const nothing: [string, OnRequest, RegExp][] = [
    ['refused', () => ({ do: 'refuse' }), /ECONNREFUSED/],
    ['reset', () => ({ do: 'reset' }), /ECONNRESET|socket hang up|disconnected/],
    ['unauthorized', () => unauthorized, /Unauthorized/],
    ['busy', () => later, /come tomorrow/],
    ['unavailable', () => unavailable, /apiserver not ready/],
    ['page', () => page, /not the API server's: <html>Welcome/],
    ['half', () => ({ do: 'half', bytes: 9, ending: 'clean' }), /not the API server's: \{"kind/],
  ];
  for (const [name, onRequest, reason] of nothing) {
    test(`${name}: ends 4, and every object says why`, async (t) => {
      const { start } = await faultCase(t, plane, `never-${name}`, onRequest);
      const victim = start({ deadline: 'manual' });
      await victim.printed(reason);
      victim.passDeadline();
      const { status, stderr, report } = await victim.result;
      assert.equal(status, 4, stderr);
      assert.equal(report.objects.length, OBJECTS);
      for (const { action, problem } of report.objects) {
        assert.equal(action, 'waiting');
        assert.match(problem?.message ?? '', reason);
      }
    });
  }

  for (const [name, fault] of [
    ['reset', { do: 'reset' }],
    ['hang', { do: 'hang' }],
    ['busy', later],
  ] as const) {
    test(`${name}: ends 4 by itself when the deadline passes`, async (t) => {
      const { run } = await faultCase(t, plane, `deadline-${name}`, () => fault);
      const { status, stderr, report } = await run({ deadline: 3 });
      assert.equal(status, 4, stderr);
      assert.deepEqual(
        report.objects.map(({ action }) => action),
        Array.from({ length: OBJECTS }, () => 'waiting'),
      );
    });
  }

  for (const [name, fault] of [
    ['forbidden', forbidden],
    ['redirected', { do: 'answer', status: 302, headers: { location: 'https://example.com' } }],
  ] as [string, Fault][]) {
    test(`${name} from the first request on: ends 3 at once`, async (t) => {
      const { proxy, run } = await faultCase(t, plane, `never-${name}`, () => fault);
      const { status, stderr } = await run();
      assert.equal(status, 3, stderr);
      assert.ok(proxy.requests.every((request) => request.status === undefined));
    });
  }

  // One object cannot be written: everything that does not depend on it is.
  const settings: [string, Fault, number, RegExp][] = [
    ['forbidden', forbidden, 3, /403 Forbidden.*this is forbidden/],
    ['unexplained', unexplained, 3, /500 no reason.*leader changed/],
    ['conflict', conflict, 4, /has been modified/],
    ['internal', internal, 4, /failed calling webhook "w\.example\.com"/],
    ['broken-page', brokenPage, 4, /Oops/],
    ['later', later, 4, /come tomorrow/],
    ['hang', { do: 'hang' }, 4, /the API server/],
    ['lost-answer', { do: 'lose' }, 4, /ECONNRESET|socket hang up/],
  ];
  for (const [name, fault, expected, reason] of settings) {
    test(`${name} for one object: ends ${expected}, the others are applied`, async (t) => {
      const onRequest = writesOf('/settings', fault);
      const { start } = await faultCase(t, plane, `one-${name}`, onRequest);
      const victim = start(expected === 4 ? { deadline: 'manual' } : {});
      if (expected === 4) {
        await victim.printed(/^(created[^]*){5}/m);
        if (name !== 'hang') await victim.printed(reason);
        victim.passDeadline();
      }
      const result = await victim.result;
      assert.equal(result.status, expected, result.stderr);
      const { [`ConfigMap settings`]: ofSettings, ...others } = actions(result);
      assert.equal(ofSettings, expected === 4 ? 'waiting' : 'failed');
      assert.deepEqual([...new Set(Object.values(others))], ['created']);
      const failed = result.report.objects.find(({ name: object }) => object === 'settings');
      assert.match(failed?.problem?.message ?? '', reason);
      assert.match(result.stderr, new RegExp(`ConfigMap one-${name}/settings: `));
    });
  }

  test('a CRD that cannot be written: ends 3, and its objects alone are skipped', async (t) => {
    const onRequest = writesOf('/widgets.a.', forbidden);
    const { run } = await faultCase(t, plane, 'one-crd', onRequest);
    const result = await run();
    assert.equal(result.status, 3, result.stderr);
    const count = Object.groupBy(result.report.objects, ({ action }) => action);
    assert.deepEqual(
      [count.failed, count.skipped, count.created].map((objects) => objects?.length),
      [1, 1, 4],
    );
  });
});
