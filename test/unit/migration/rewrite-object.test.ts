import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rewriteObject } from '../../../src/migration/rewrite-object.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';

const KIND = {
  group: 'example.com',
  kind: 'Lamp',
  plural: 'lamps',
  versions: new Set(['v1']),
  to: 'v1',
};
const entry = (manager: string, version: string) => ({
  manager,
  operation: 'Update',
  apiVersion: `example.com/${version}`,
});
const lamp = (resourceVersion: string, ...managedFields: object[]) => ({
  metadata: { name: 'a', namespace: 'n', uid: 'u', resourceVersion, managedFields },
});

async function run(answers: unknown[], item: object = lamp('1')) {
  const client = fakeClient({
    answer: () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const outcome = await rewriteObject(client, KIND, item);
  const requests = client.requests.map(({ method, body }) =>
    body === undefined
      ? [method]
      : [method, (JSON.parse(body.toString()) as { metadata: unknown }).metadata],
  );
  return { outcome, requests, path: client.requests[0]?.path };
}

describe('rewriteObject', () => {
  it('patches nothing but the metadata, at the version that was read', async () => {
    assert.deepEqual(await run([lamp('2')]), {
      outcome: '2',
      requests: [['PATCH', { resourceVersion: '1' }]],
      path: '/apis/example.com/v1/namespaces/n/lamps/a?fieldManager=microshift-optional',
    });
    const { requests } = await run([lamp('2')], lamp('1', entry('a', 'v1alpha1')));
    const managedFields = [entry('a', 'v1')];
    assert.deepEqual(requests, [['PATCH', { resourceVersion: '1', managedFields }]]);
  });

  it('takes back what the API server notes of it', async () => {
    const noted = lamp('2', entry('a', 'v1'), entry('microshift-optional', 'v1'));
    const { outcome, requests } = await run([noted, lamp('3', entry('a', 'v1'))]);
    assert.equal(outcome, '3');
    assert.deepEqual(requests[1], [
      'PATCH',
      { resourceVersion: '2', managedFields: [entry('a', 'v1')] },
    ]);
  });

  it('reads the object again after a conflict', async () => {
    const { outcome, requests } = await run([statusError(409), lamp('5'), lamp('6')]);
    assert.equal(outcome, '6');
    assert.deepEqual(requests, [
      ['PATCH', { resourceVersion: '1' }],
      ['GET'],
      ['PATCH', { resourceVersion: '5' }],
    ]);
  });

  it('is done where somebody has deleted it', async () => {
    assert.equal((await run([notFound()])).outcome, undefined);
    assert.equal((await run([statusError(409), notFound()])).outcome, undefined);
  });

  it('throws a refusal', async () => {
    await assert.rejects(run([statusError(422)]), { status: 422 });
  });
});
