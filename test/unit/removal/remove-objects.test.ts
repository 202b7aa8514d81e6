import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayObject } from '../../../src/manifest/display.ts';
import type { RemovalOutcome } from '../../../src/removal/outcome.ts';
import type { Removable } from '../../../src/removal/removable.ts';
import { removeObjects } from '../../../src/removal/remove-objects.ts';
import { manualDeadline, networkError, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { fakeCluster } from './support/fake-cluster.ts';
import { removable } from './support/removables.ts';

const LAMP = 'example.com/v1 Lamp shop/lamp';
const OPERATOR = 'apps/v1 Deployment shop/operator';
const SETTINGS = 'v1 ConfigMap shop/settings';
const POLICY = { purpose: 'remove', crds: false } as const;

const remove = async (
  client: Parameters<typeof removeObjects>[0],
  removables: readonly Removable[],
  onWaiting: (each: Removable, reason: string) => void = () => {},
) => {
  const told: RemovalOutcome[] = [];
  let now = 0;
  const outcomes = await removeObjects(client, removables, {
    policy: POLICY,
    clock: () => (now += 1),
    onOutcome: (outcome) => void told.push(outcome),
    onWaiting,
  });
  assert.deepEqual(new Set(told), new Set(outcomes), 'each outcome is told');
  return Object.fromEntries(outcomes.map((each) => [displayObject(each.removable.id), each]));
};

const shown = (outcomes: Record<string, RemovalOutcome>) =>
  Object.fromEntries(
    Object.entries(outcomes).map(([name, { action, problem, kept }]) => [
      name,
      [action, problem?.code ?? kept?.because].filter((each) => each !== undefined).join(' '),
    ]),
  );

describe('removeObjects', () => {
  it('deletes in order, each with its uid', async () => {
    const removables = [OPERATOR, SETTINGS, LAMP].map((each) => removable(each));
    const { client, deleted } = fakeCluster(removables);
    assert.deepEqual(shown(await remove(client, removables)), {
      'Lamp.example.com shop/lamp': 'deleted',
      'Deployment shop/operator': 'deleted',
      'ConfigMap shop/settings': 'deleted',
    });
    assert.deepEqual(deleted, [
      '/apis/example.com/v1/namespaces/shop/lamps/lamp',
      '/apis/apps/v1/namespaces/shop/deployments/operator',
      '/api/v1/namespaces/shop/configmaps/settings',
    ]);
    const reads = client.requests.filter(({ method }) => method === 'GET');
    assert.ok(reads.every(({ accept = '' }) => accept.includes('as=PartialObjectMetadata')));
    const bodies = client.requests.flatMap(({ body }) =>
      body === undefined ? [] : [JSON.parse(body.toString()) as object],
    );
    assert.deepEqual(bodies[0], {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: 'uid of /apis/example.com/v1/namespaces/shop/lamps/lamp' },
      propagationPolicy: 'Foreground',
    });
    assert.deepEqual(bodies[2], { ...bodies[2], propagationPolicy: 'Background' });
  });

  it('keeps an object that is replaced between the look and the deletion', async () => {
    const removables = [removable(SETTINGS)];
    const { client, objects } = fakeCluster(removables, {
      onDelete: (path, all) => all.set(path, { name: 'settings', uid: 'another' }),
    });
    assert.deepEqual(shown(await remove(client, removables)), {
      'ConfigMap shop/settings': 'kept replaced',
    });
    assert.equal([...objects.values()][0]?.uid, 'another');
  });

  it('tries again what somebody else wrote at the same time', async () => {
    const removables = [removable(SETTINGS)];
    let conflicts = 2;
    const { client, deleted } = fakeCluster(removables, {
      onDelete: () => {
        if (conflicts-- > 0) throw statusError(409, { reason: 'Conflict' });
      },
    });
    assert.deepEqual(shown(await remove(client, removables)), {
      'ConfigMap shop/settings': 'deleted',
    });
    assert.equal(deleted.length, 1);
  });

  it('only waits for what is being deleted already', async () => {
    const removables = [removable(SETTINGS)];
    const { signal, pass } = manualDeadline();
    const { client, objects, deleted } = fakeCluster(removables, { signal });
    for (const metadata of objects.values()) metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    const outcomes = await remove(client, removables, (_, reason) => {
      if (reason === 'its deletion has begun') pass();
    });
    assert.deepEqual(shown(outcomes), { 'ConfigMap shop/settings': 'waiting remove-deadline' });
    assert.deepEqual(deleted, []);
  });

  it('a refusal skips what must come after it, and names it', async () => {
    const other = removable('v1 ConfigMap home/other', { tree: 'other' });
    const removables = [removable(SETTINGS), removable(OPERATOR), other];
    const { client } = fakeCluster(removables, {
      onDelete: (path) => {
        if (path.endsWith('operator'))
          throw statusError(403, { reason: 'Forbidden', message: 'no' });
      },
    });
    const outcomes = await remove(client, removables);
    assert.deepEqual(shown(outcomes), {
      'Deployment shop/operator': 'failed remove-refused',
      'ConfigMap shop/settings': 'skipped remove-skipped',
      'ConfigMap home/other': 'deleted',
    });
    assert.equal(
      outcomes['ConfigMap shop/settings']?.problem?.message,
      'was not deleted, since Deployment shop/operator could not be removed',
    );
  });

  it('names, at the deadline, what everything waits for, and why', async () => {
    const removables = [SETTINGS, OPERATOR, LAMP].map((each) => removable(each));
    const { signal, pass } = manualDeadline();
    const { client } = fakeCluster(removables, { signal, finalizers: { lamp: ['example.com/f'] } });
    const outcomes = await remove(client, removables, (_, reason) => {
      if (reason.includes('holds it')) pass();
    });
    const held =
      'finalizer example.com/f holds it: the controller whose name it bears has to take it away';
    assert.deepEqual(
      Object.values(outcomes).map(({ action, problem }) => [action, problem?.message]),
      [
        ['waiting', `is still there at the deadline: ${held}`],
        ...[1, 2].map(() => [
          'waiting',
          `had to wait until the deadline for Lamp.example.com shop/lamp (${held})`,
        ]),
      ],
    );
  });

  it('names the API server where it never answers', async () => {
    const { signal, pass } = manualDeadline();
    const client = fakeClient({
      signal,
      answer: () => {
        setImmediate(pass);
        throw networkError('ECONNREFUSED');
      },
    });
    const outcomes = await remove(client, [removable(SETTINGS)]);
    assert.match(
      outcomes['ConfigMap shop/settings']?.problem?.message ?? '',
      /^is still there at the deadline: the API server .*ECONNREFUSED/,
    );
  });

  it('ends with what is no answer of the API server', async () => {
    const client = fakeClient({
      answer: () => {
        throw new Error('a bug');
      },
    });
    await assert.rejects(remove(client, [removable(SETTINGS)]), /a bug/);
  });
});
