import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { judgeCondition } from '../../../src/health/judge-condition.ts';
import { runChecks } from '../../../src/health/run-checks.ts';
import type { CheckResult } from '../../../src/health/run-checks.ts';
import type { Check } from '../../../src/health/check.ts';
import { manualDeadline, networkError, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { live, modified } from '../cluster/support/live.ts';

const resource = { apiVersion: 'example.com/v1', plural: 'lamps', namespace: 'shop' };

function check(name: string, final = false): Check {
  const id = { group: 'example.com', kind: 'Lamp', namespace: 'shop', name };
  return { id, resource, subject: 'condition Ready', judge: judgeCondition('Ready'), final };
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

const IGNORE = { onChange: () => {} };

describe('runChecks', () => {
  it('ends at once where everything is healthy', async () => {
    const server = lamps({ a: ready('a'), b: ready('b') });
    const results = await runChecks([check('a'), check('b', true)], fakeClient(server), IGNORE);
    assert.deepEqual(results.map(shown), ['a: healthy', 'b: healthy']);
  });

  it('has nothing to wait for without checks', async () => {
    assert.deepEqual(await runChecks([], fakeClient({}), IGNORE), []);
  });

  it('wants all healthy at the same time', async () => {
    const server = lamps({ a: ready('a'), b: notReady('b') });
    const changes: string[] = [];
    const results = await runChecks([check('a'), check('b')], fakeClient(server), {
      onChange: (result) => {
        changes.push(shown(result));
        // First a fails while b is not ready yet, then b is ready, then a is again.
        if (changes.length === 2) server.stream('a').write(modified(notReady('a')));
        if (changes.length === 3) server.stream('b').write(modified(ready('b')));
        if (changes.length === 4) server.stream('a').write(modified(ready('a')));
      },
    });
    const reason = (name: string, type = 'Ready'): string =>
      `${name}: its condition ${type} is False (ReadyReason: Ready says False)`;
    assert.deepEqual(changes, ['a: healthy', reason('b'), reason('a'), 'b: healthy', 'a: healthy']);
    assert.deepEqual(results.map(shown), ['a: healthy', 'b: healthy']);
  });

  it('no longer watches what stays true, and counts it', async () => {
    const server = lamps({ a: ready('a'), b: notReady('b') });
    const client = fakeClient(server);
    await runChecks([check('a', true), check('b')], client, {
      onChange: ({ verdict, check: { id } }) => {
        if (id.name === 'b' && verdict?.healthy === false) {
          server.stream('b').write(modified(ready('b')));
        }
      },
    });
    const watched = client.requests.filter(({ path }) => path.includes('watch=1')).map(nameIn);
    assert.deepEqual(watched, ['b']);
  });

  it('tells of a verdict only when it changes', async () => {
    const server = lamps({ a: notReady('a') });
    for (const each of [notReady('a'), notReady('a'), ready('a')]) {
      server.stream('a').write(modified(each));
    }
    let changes = 0;
    await runChecks([check('a')], fakeClient(server), { onChange: () => (changes += 1) });
    assert.equal(changes, 2);
  });

  it('returns what it saw last when the deadline passes', async () => {
    const { signal, pass } = manualDeadline();
    const server = lamps({ a: ready('a'), b: notReady('b') });
    const client = fakeClient({ ...server, signal });
    const checks = [check('a'), check('b'), check('c')];
    const results = await runChecks(checks, client, {
      onChange: ({ check: { id } }) => {
        if (id.name === 'c') setImmediate(pass);
      },
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
    const [result] = await runChecks([check('a')], fakeClient({ answer, signal }), IGNORE);
    assert.equal(result?.verdict, undefined);
    assert.equal(result?.trouble, 'connect ECONNREFUSED');
  });

  it('throws what the API server refuses to let be read', async () => {
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no' });
    const answer = (): never => {
      throw refusal;
    };
    await assert.rejects(runChecks([check('a')], fakeClient({ answer }), IGNORE), refusal);
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
    await assert.rejects(runChecks([check('a'), check('b')], client, IGNORE), refusal);
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(resolve);
    await promise;
    assert.ok(server.stream('b').destroyed);
  });
});
