import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPartially, readWhole } from '../../../src/cluster/partial-reads.ts';
import { getJson } from '../../../src/cluster/get-json.ts';
import { manualDeadline, networkError, notFound, statusError } from './support/errors.ts';
import { fakeClient } from './support/fake-client.ts';

const timeLeft = (): number => 60_000;

describe('readPartially', () => {
  it('reads on where the user may not, and notes each permission once', async () => {
    const answer = ({ path }: { path: string }): object => {
      if (path.startsWith('/api/v1/nodes')) throw statusError(403);
      return { path };
    };
    const { client, part, denied, late, hasAnswered } = readPartially(
      fakeClient({ answer }),
      timeLeft,
    );
    assert.equal(hasAnswered(), false);
    const read = (path: string) => part(path, () => getJson(client, path));
    assert.equal(await read('/api/v1/nodes'), undefined);
    assert.equal(await read('/api/v1/nodes?limit=1'), undefined);
    assert.deepEqual(await read('/api/v1/pods'), { path: '/api/v1/pods' });
    assert.deepEqual(denied(), [{ verb: 'list', group: '', resource: 'nodes', namespace: '' }]);
    assert.deepEqual([late(), hasAnswered()], [[], true]);
  });

  it('notes what was not read before the deadline', async () => {
    const { signal, pass } = manualDeadline();
    const answer = ({ path }: { path: string }): object => {
      if (path === '/api/v1/pods') throw networkError('ECONNRESET');
      return {};
    };
    const { client, part, denied, late, hasAnswered } = readPartially(
      fakeClient({ answer, signal }),
      timeLeft,
    );
    const reading = part('the pods', () => getJson(client, '/api/v1/pods'));
    pass();
    assert.equal(await reading, undefined);
    assert.deepEqual([late(), denied(), hasAnswered()], [['the pods'], [], false]);
  });

  it('gives no part all the time that is left', async () => {
    let left = 900;
    const { client, part, limit, late } = readPartially(fakeClient({}), () => left);
    assert.equal(limit(), 600);
    left = -1;
    assert.equal(limit(), 0);
    const never = new Promise<never>(() => {});
    const hung = part('the hung', () => never);
    // Until there is an answer, it is the API server that is waited for.
    await part('the first', () => getJson(client, '/api'));
    assert.equal(await hung, undefined);
    assert.deepEqual(late(), ['the hung']);
  });

  it('takes a refusal and an absence for an answer, and no other error for one that may be', async () => {
    for (const error of [statusError(403), notFound()]) {
      const reads = readPartially(fakeClient({ answer: () => Promise.reject(error) }), timeLeft);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await reads.part('it', () => getJson(reads.client, '/api/v1/pods/a'));
      assert.equal(reads.hasAnswered(), true);
    }
    const bad = statusError(400);
    const { client, part } = readPartially(
      fakeClient({ answer: () => Promise.reject(bad) }),
      timeLeft,
    );
    await assert.rejects(
      part('it', () => getJson(client, '/api/v1/pods')),
      bad,
    );
    await assert.rejects(
      part('it', () => Promise.reject(new TypeError('a bug'))),
      TypeError,
    );
  });

  it('notes refusals of single attempts', async () => {
    const refusal = statusError(403);
    const { client, denied } = readPartially(
      fakeClient({ answer: () => Promise.reject(refusal) }),
      timeLeft,
    );
    const path = '/apis/metrics.k8s.io/v1beta1/nodes';
    await assert.rejects(client.once({ method: 'GET', path }, 1000), refusal);
    assert.equal(denied()[0]?.group, 'metrics.k8s.io');
  });
});

describe('readWhole', () => {
  it('is for whoever needs all of it', async () => {
    const refusal = statusError(403);
    assert.equal(await readWhole('it', () => Promise.resolve(1)), 1);
    await assert.rejects(
      readWhole('it', () => Promise.reject(refusal)),
      refusal,
    );
  });
});
