import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { judgeCondition } from '../../../src/health/judge-condition.ts';
import { judgeEndpoints } from '../../../src/health/judge-endpoints.ts';
import { workloadJudge } from '../../../src/health/judge-workload.ts';
import { runChecks } from '../../../src/health/run-checks.ts';
import type { CheckResult } from '../../../src/health/check-result.ts';
import type { RunOptions } from '../../../src/health/run-checks.ts';
import type { Check } from '../../../src/health/check.ts';
import { manualDeadline, networkError, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { live, modified } from '../cluster/support/live.ts';

const resource = { apiVersion: 'example.com/v1', plural: 'lamps', namespace: 'shop' };

function check(name: string, final = false): Check {
  const id = { group: 'example.com', kind: 'Lamp', namespace: 'shop', name };
  return { id, resource, subject: 'condition Ready', judge: judgeCondition('Ready', id), final };
}

const ready = (name: string): object => live(name, ['Ready=True']);
const notReady = (name: string): object => live(name, ['Ready=False']);
const nameIn = ({ path }: ApiRequest): string => /name%3D(\w+)/.exec(path)?.[1] ?? '';

/** Lists each object as `initial` has it; its changes are what is written to its stream. */
function lamps(initial: Record<string, object>) {
  const streams = new Map<string, PassThrough>();
  const stream = (name: string): PassThrough => {
    const found = streams.get(name) ?? new PassThrough({ objectMode: true });
    streams.set(name, found);
    return found;
  };
  return {
    stream,
    answer: (request: ApiRequest): object => {
      const found = initial[nameIn(request)];
      return { metadata: { resourceVersion: '1' }, items: found === undefined ? [] : [found] };
    },
    watch: (request: ApiRequest): Readable => stream(nameIn(request)),
  };
}

const shown = ({ check: { id }, verdict }: CheckResult): string =>
  `${id.name}: ${verdict === undefined ? '?' : verdict.healthy ? 'healthy' : verdict.reason}`;

describe('runChecks', () => {
  it('ends at once where everything is healthy', async () => {
    const server = lamps({ a: ready('a'), b: ready('b') });
    const results = await runChecks([check('a'), check('b', true)], fakeClient(server), () => {});
    assert.deepEqual(results.map(shown), ['a: healthy', 'b: healthy']);
  });

  it('has nothing to wait for without checks', async () => {
    assert.deepEqual(await runChecks([], fakeClient({}), () => {}), []);
  });

  it('wants all healthy at the same time', async () => {
    const server = lamps({ a: ready('a'), b: notReady('b') });
    const changes: string[] = [];
    const onChange = (result: CheckResult): void => {
      changes.push(shown(result));
      // First a fails while b is not ready yet, then b is ready, then a is again.
      if (changes.length === 2) server.stream('a').write(modified(notReady('a')));
      if (changes.length === 3) server.stream('b').write(modified(ready('b')));
      if (changes.length === 4) server.stream('a').write(modified(ready('a')));
    };
    const checks = [check('a'), check('b')];
    const results = await runChecks(checks, fakeClient(server), onChange, {
      trust: { fresh: 0, fallen: 1 },
    });
    const reason = (name: string, type = 'Ready'): string =>
      `${name}: its condition ${type} is False (ReadyReason: Ready says False)`;
    assert.deepEqual(changes, ['a: healthy', reason('b'), reason('a'), 'b: healthy', 'a: healthy']);
    assert.deepEqual(results.map(shown), ['a: healthy', 'b: healthy']);
  });

  describe('with what goes up and down', () => {
    /** Writes to the stream of `a`, one after another, once each before has been told. */
    async function flips(
      states: readonly object[],
      { fallen = 60_000, endOn }: { fallen?: number } & Pick<RunOptions, 'endOn'> = {},
    ) {
      const { signal, pass } = manualDeadline();
      const server = lamps({ a: ready('a'), b: notReady('b') });
      for (const state of states) server.stream('a').write(modified(state));
      const told: string[] = [];
      const checks = [check('a'), check('b')];
      const onChange = (result: CheckResult): void => {
        told.push(shown(result));
        if (result.check.id.name === 'a') return;
        // By then `a` has been through all of its states.
        setImmediate(() => {
          if (result.verdict?.healthy === false) server.stream('b').write(modified(ready('b')));
          else if (endOn === undefined && fallen > 1000) pass();
        });
      };
      const client = fakeClient({ ...server, signal });
      const results = await runChecks(checks, client, onChange, {
        trust: { fresh: 0, fallen },
        ...(endOn === undefined ? {} : { endOn }),
      });
      const [a] = results;
      return { healthy: a?.verdict?.healthy, cause: a?.cause?.name, told, a };
    }
    const fall = [notReady('a'), ready('a')];

    it('calls it flapping where it was healthy at the deadline', async () => {
      const { healthy, cause, a } = await flips([...fall, ...fall, ...fall]);
      assert.deepEqual([healthy, cause], [false, 'Flapping']);
      assert.match(
        a === undefined ? '' : shown(a),
        /was healthy 3 times and did not stay so; last:/,
      );
    });

    it('calls it flapping where it was not healthy at the deadline', async () => {
      const { healthy, cause } = await flips([...fall, ...fall, ...fall, notReady('a')]);
      assert.deepEqual([healthy, cause], [false, 'Flapping']);
    });

    it('trusts it again where it stays healthy', async () => {
      const { healthy, cause } = await flips([...fall, ...fall, ...fall], { fallen: 1 });
      assert.deepEqual([healthy, cause], [true, undefined]);
    });

    it('trusts what fell once or twice, at the deadline', async () => {
      assert.equal((await flips([...fall, ...fall])).healthy, true);
    });

    it('ends on it where it is to end on what looks bad', async () => {
      const { healthy, cause } = await flips([...fall, ...fall, ...fall], { endOn: 'bad' });
      assert.deepEqual([healthy, cause], [false, 'Flapping']);
    });

    it('tells of it once, and then no longer', async () => {
      const { told } = await flips(Array.from({ length: 20 }, () => fall).flat());
      assert.equal(told.filter((line) => line.startsWith('a: ')).length, 6);
      assert.equal(told.filter((line) => line.includes('did not stay so')).length, 1);
    });
  });

  describe('with what has just become healthy', () => {
    const at = Date.parse('2026-01-01T00:00:00Z');
    const since = (time: string): object => {
      const condition = { type: 'Ready', status: 'True', lastTransitionTime: time };
      return { metadata: { name: 'a' }, status: { conditions: [condition] } };
    };

    it('sees that it fails within a moment', async () => {
      const server = lamps({ a: since('2026-01-01T00:00:00Z') });
      server.stream('a').write(modified(notReady('a')));
      const told: string[] = [];
      const { signal, pass } = manualDeadline();
      const onChange = (result: CheckResult): void => {
        told.push(shown(result));
        if (told.length === 2) pass();
      };
      const options = { trust: { fresh: 60_000, fallen: 0 }, now: () => at };
      const client = fakeClient({ ...server, signal });
      const [result] = await runChecks([check('a')], client, onChange, options);
      assert.equal(result?.verdict?.healthy, false);
    });

    const trusted: [string, number, number][] = [
      ['long ago', at + 60_000, 60_000],
      ['by another clock', at - 1, 60_000],
      ['a moment ago', at, 1],
    ];
    for (const [name, now, fresh] of trusted) {
      it(`trusts what became so ${name}`, async () => {
        const client = fakeClient(lamps({ a: since('2026-01-01T00:00:00Z') }));
        const options = { trust: { fresh, fallen: 60_000 }, now: () => now };
        const [result] = await runChecks([check('a')], client, () => {}, options);
        assert.equal(result?.verdict?.healthy, true);
      });
    }
  });

  it('leaves out what the user may not read, where the rest is wanted all the same', async () => {
    const server = lamps({ a: ready('a'), b: ready('b') });
    const refusal = statusError(403);
    const answer = (request: ApiRequest): object => {
      if (nameIn(request) === 'b') throw refusal;
      return server.answer(request);
    };
    const run = (isPartial: boolean): Promise<CheckResult[]> =>
      runChecks([check('a'), check('b')], fakeClient({ ...server, answer }), () => {}, {
        isPartial,
      });
    const results = await run(true);
    assert.deepEqual(
      results.map((result) => [shown(result), result.isRefused]),
      [
        ['a: healthy', false],
        ['b: ?', true],
      ],
    );
    await assert.rejects(run(false), refusal);
  });

  it('has seen what it may list and not watch', async () => {
    const watch = (): Readable => {
      throw statusError(403);
    };
    const server = { ...lamps({ a: ready('a'), b: notReady('b') }), watch };
    const until = new AbortController();
    const results = await runChecks(
      [check('a'), check('b')],
      fakeClient(server),
      ({ check: { id }, verdict }) => {
        if (id.name === 'b' && verdict !== undefined) until.abort();
      },
      { isPartial: true, until: until.signal },
    );
    assert.deepEqual(
      results.map(({ isRefused }) => isRefused),
      [false, false],
    );
    assert.match(results.map(shown).join(), /^a: healthy,b: its condition Ready is False/);
  });

  it('no longer watches what stays true, and counts it', async () => {
    const server = lamps({ a: ready('a'), b: notReady('b') });
    const client = fakeClient(server);
    await runChecks([check('a', true), check('b')], client, ({ verdict, check: { id } }) => {
      if (id.name === 'b' && verdict?.healthy === false) {
        server.stream('b').write(modified(ready('b')));
      }
    });
    const watched = client.requests.filter(({ path }) => path.includes('watch=1')).map(nameIn);
    assert.deepEqual(watched, ['b']);
  });

  it('reads nothing of a CRD whose objects are served, and all of one whose are not', async () => {
    const defines = { apiVersion: 'example.com/v1', kind: 'Lamp', plural: 'lamps' };
    const kinds = ['lamps', 'wicks'];
    const client = fakeClient({
      answer: ({ path }) =>
        path === '/apis/example.com/v1'
          ? { resources: [{ name: 'lamps', kind: 'Lamp', verbs: ['create'] }] }
          : { metadata: { resourceVersion: '1' }, items: [ready('x')] },
    });
    const checks = kinds.map((plural) => ({
      ...check(plural, true),
      defines: { ...defines, plural },
    }));
    const told: string[] = [];
    const results = await runChecks(checks, client, (result) => told.push(shown(result)));
    assert.deepEqual(results.map(shown), ['lamps: healthy', 'wicks: healthy']);
    // Who counts what is known is told of each.
    assert.deepEqual(told.toSorted(), ['lamps: healthy', 'wicks: healthy']);
    assert.deepEqual(client.requests.map(nameIn), ['', 'wicks']);
  });

  it('tells of a verdict only when it changes', async () => {
    const server = lamps({ a: notReady('a') });
    for (const each of [notReady('a'), notReady('a'), ready('a')]) {
      server.stream('a').write(modified(each));
    }
    let changes = 0;
    await runChecks([check('a')], fakeClient(server), () => (changes += 1));
    assert.equal(changes, 2);
  });

  it('returns what it saw last when the deadline passes', async () => {
    const { signal, pass } = manualDeadline();
    const server = lamps({ a: ready('a'), b: notReady('b') });
    const client = fakeClient({ ...server, signal });
    const checks = [check('a'), check('b'), check('c')];
    const results = await runChecks(checks, client, ({ check: { id } }) => {
      if (id.name === 'c') setImmediate(pass);
    });
    assert.deepEqual(results.map(shown), [
      'a: healthy',
      'b: its condition Ready is False (ReadyReason: Ready says False)',
      'c: does not exist',
    ]);
  });

  it('says why what was never read could not be read', async () => {
    const { signal, pass } = manualDeadline();
    const answer = (): never => {
      setImmediate(pass);
      throw networkError('ECONNREFUSED');
    };
    const [result] = await runChecks([check('a')], fakeClient({ answer, signal }), () => {});
    assert.equal(result?.verdict, undefined);
    assert.equal(result?.trouble, 'connect ECONNREFUSED');
  });

  it('throws what the API server refuses to let be read', async () => {
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no' });
    const answer = (): never => {
      throw refusal;
    };
    await assert.rejects(
      runChecks([check('a')], fakeClient({ answer }), () => {}),
      refusal,
    );
  });

  it('watches nothing any more when it has thrown', async (t) => {
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no' });
    const server = lamps({ b: notReady('b') });
    const answer = (request: ApiRequest): object => {
      if (nameIn(request) === 'a') throw refusal;
      return server.answer(request);
    };
    const end = new AbortController();
    t.after(() => end.abort());
    const client = fakeClient({ ...server, answer, signal: end.signal });
    await assert.rejects(
      runChecks([check('a'), check('b')], client, () => {}),
      refusal,
    );
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
    assert.ok(server.stream('b').destroyed);
  });

  describe('with workloads', () => {
    const lamp = { group: 'apps', kind: 'StatefulSet', namespace: 'shop', name: 'lamp' };
    const rollout: Check = {
      id: lamp,
      resource: { apiVersion: 'apps/v1', plural: 'statefulsets', namespace: 'shop' },
      subject: 'rollout',
      judge: workloadJudge('apps', 'StatefulSet') ?? assert.fail(),
      final: false,
    };
    const set = (readyReplicas: number, generation = 1, observedGeneration = 1): object => ({
      metadata: { name: 'lamp', uid: 's', generation },
      spec: { selector: { matchLabels: { app: 'lamp' } } },
      status: { readyReplicas, updatedReplicas: 1, updateRevision: 'a', observedGeneration },
    });
    const pod = (reason: string, resourceVersion = '1'): object => ({
      metadata: {
        name: 'lamp-0',
        uid: 'p',
        resourceVersion,
        labels: { 'controller-revision-hash': 'a' },
        ownerReferences: [{ uid: 's', controller: true }],
      },
      status: { containerStatuses: [{ name: 'main', state: { waiting: { reason } } }] },
    });
    /** A server with one StatefulSet and its pod; what happens next is written to the streams. */
    function shop(reason: string) {
      const streams = {
        statefulsets: new PassThrough({ objectMode: true }),
        pods: new PassThrough({ objectMode: true }),
      };
      const lists: Record<string, object[]> = { statefulsets: [set(0)], pods: [pod(reason)] };
      const plural = ({ path }: ApiRequest): string => /\/(\w+)\?/.exec(path)?.[1] ?? '';
      const client = fakeClient({
        answer: (request) => ({
          metadata: { resourceVersion: '1' },
          items: lists[plural(request)] ?? [],
        }),
        watch: (request) => streams[plural(request) as keyof typeof streams],
      });
      return { streams, client };
    }

    it('ends on what is certain', async () => {
      const { client } = shop('InvalidImageName');
      const [result] = await runChecks([rollout], client, () => {}, { endOn: 'certain' });
      assert.deepEqual(
        [result?.verdict?.healthy, result?.cause?.name, result?.cause?.outcome],
        [false, 'InvalidImageName', 'certain'],
      );
    });

    it('ends on what looks bad where that is asked for', async () => {
      const { client } = shop('ImagePullBackOff');
      const [result] = await runChecks([rollout], client, () => {}, { endOn: 'bad' });
      assert.equal(result?.cause?.name, 'ImagePullBackOff');
    });

    it('tells what looks bad, waits for it, and forgets it once it has healed', async () => {
      const { streams, client } = shop('ImagePullBackOff');
      const changes: string[] = [];
      const [result] = await runChecks(
        [rollout],
        client,
        ({ cause, verdict }) => {
          changes.push(cause?.name ?? String(verdict?.healthy));
          if (cause !== undefined) streams.statefulsets.write(modified(set(1)));
        },
        { endOn: 'certain' },
      );
      assert.deepEqual(changes.slice(0, 2), ['false', 'ImagePullBackOff']);
      assert.deepEqual([result?.verdict?.healthy, result?.cause], [true, undefined]);
    });

    it('sees a pod change while its workload does not', async () => {
      const { streams, client } = shop('ContainerCreating');
      const causes: string[] = [];
      await runChecks(
        [rollout],
        client,
        ({ cause }) => {
          if (cause === undefined) return;
          causes.push(cause.name);
          streams.pods.write(modified(pod('ErrImageNeverPull', '2')));
        },
        { endOn: 'certain' },
      );
      assert.deepEqual(causes, ['ContainerCreating', 'ErrImageNeverPull']);
    });

    it('does not blame pods while the controller has not seen what is wanted now', async () => {
      const { streams, client } = shop('ContainerCreating');
      const causes: (string | undefined)[] = [];
      const stale: (string | undefined)[] = [];
      const [result] = await runChecks(
        [rollout],
        client,
        ({ cause, verdict }) => {
          if (verdict?.healthy === false && verdict.cause === 'NotObserved')
            stale.push(cause?.name);
          causes.push(cause?.name);
          if (cause?.name !== 'ContainerCreating' || causes.length > 2) return;
          streams.statefulsets.write(modified(set(0, 2)));
          streams.pods.write(modified(pod('InvalidImageName', '2')));
          // Longer than it takes until pods are looked at again.
          setTimeout(() => streams.statefulsets.write(modified(set(1, 2, 2))), 1500);
        },
        { endOn: 'certain' },
      );
      assert.equal(result?.verdict?.healthy, true);
      assert.ok(!causes.includes('InvalidImageName'));
      assert.deepEqual(stale, ['NotObserved']);
    });

    it('ends on nothing where it only looks', async () => {
      const { streams, client } = shop('InvalidImageName');
      const [result] = await runChecks([rollout], client, ({ cause }) => {
        if (cause !== undefined) streams.statefulsets.write(modified(set(1)));
      });
      assert.equal(result?.verdict?.healthy, true);
    });
  });

  it('judges a Service that is called, whose slices come and go', async () => {
    const calls = { namespace: 'shop', name: 'guard', port: 443 };
    const hook = { ...check('guard'), judge: judgeEndpoints(calls), calls };
    const slice = (name: string, isReady: boolean): object => ({
      metadata: { name },
      ports: [{ name: '' }],
      endpoints: [{ conditions: { ready: isReady } }],
    });
    const guard = { metadata: { name: 'guard' }, spec: { ports: [{ port: 443 }] } };
    const isOfSlices = ({ path }: ApiRequest): boolean => path.includes('/endpointslices?');
    const events = new PassThrough({ objectMode: true });
    const none = new PassThrough({ objectMode: true });
    const server = {
      answer: (request: ApiRequest) => ({
        metadata: { resourceVersion: '1' },
        items: [isOfSlices(request) ? slice('a', false) : guard],
      }),
      watch: (request: ApiRequest) => (isOfSlices(request) ? events : none),
    };
    events.write(modified(slice('b', false)));
    events.write(modified(slice('b', true)));
    const client = fakeClient(server);
    const [result] = await runChecks([hook], client, () => {});
    assert.equal(result?.verdict?.healthy, true);
    assert.deepEqual(
      client.requests.slice(0, 2).map(({ path }) => decodeURIComponent(path)),
      [
        '/api/v1/namespaces/shop/services?fieldSelector=metadata.name=guard',
        '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name=guard',
      ],
    );
  });
});
