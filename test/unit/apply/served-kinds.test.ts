import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NotServedError, servedKinds } from '../../../src/apply/served-kinds.ts';
import { isTransient } from '../../../src/cluster/retry.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { manualDeadline, notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';

const RESOURCES = {
  resources: [
    { name: 'lamps', kind: 'Lamp', namespaced: true },
    { name: 'rooms', kind: 'Room', namespaced: false },
  ],
};

describe('servedKinds', () => {
  it('asks until the kind is served', async () => {
    const answers = [undefined, { resources: [] }, RESOURCES];
    const client = fakeClient({ answer: () => answers.shift() ?? Promise.reject(notFound()) });
    const kind = await servedKinds(client)('example.com/v1', 'Lamp');
    assert.deepEqual(kind, { plural: 'lamps', namespaced: true });
    assert.equal(client.requests.length, 3);
  });

  it('asks once for each kind and version, however many objects wait for it', async () => {
    const client = fakeClient({ answer: () => RESOURCES });
    const served = servedKinds(client);
    const kinds = await Promise.all([
      served('example.com/v1', 'Lamp'),
      served('example.com/v1', 'Lamp'),
      served('example.com/v1', 'Room'),
      served('example.com/v2', 'Lamp'),
    ]);
    assert.deepEqual(
      kinds.map(({ plural }) => plural),
      ['lamps', 'lamps', 'rooms', 'lamps'],
    );
    assert.equal(client.requests.length, 3);
  });

  it('ends with the deadline', async () => {
    const { signal, pass } = manualDeadline();
    const answer = (): Promise<never> => {
      setImmediate(pass);
      return Promise.reject(notFound());
    };
    const served = servedKinds(fakeClient({ answer, signal }));
    await assert.rejects(served('example.com/v1', 'Lamp'), DeadlineError);
  });

  it('throws what the API server refuses', async () => {
    const refusal = statusError(403);
    const served = servedKinds(fakeClient({ answer: () => Promise.reject(refusal) }));
    await assert.rejects(served('example.com/v1', 'Lamp'), refusal);
  });

  it('a kind that is not served is transient', () => {
    const error = new NotServedError('example.com/v1', 'Lamp');
    assert.ok(isTransient(error));
    assert.equal(error.message, 'Lamp in example.com/v1 is not served');
  });
});
