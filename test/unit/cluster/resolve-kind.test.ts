import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveKind } from '../../../src/cluster/resolve-kind.ts';
import { notFound, statusError } from './support/errors.ts';
import { fakeClient, requestLines } from './support/fake-client.ts';

const RESOURCES = {
  kind: 'APIResourceList',
  resources: [
    { name: 'lamps/status', kind: 'Lamp', namespaced: true },
    { name: 'lamps', kind: 'Lamp', namespaced: true },
    { name: 'rooms', kind: 'Room', namespaced: false },
    { name: 'rooms/scale', kind: 'Scale', namespaced: false },
    'text',
    { kind: 'Nameless' },
  ],
};

describe('resolveKind', () => {
  const table: [string, object | undefined][] = [
    ['Lamp', { plural: 'lamps', namespaced: true }],
    ['Room', { plural: 'rooms', namespaced: false }],
    ['Scale', undefined],
    ['Nameless', undefined],
    ['Door', undefined],
  ];
  for (const [kind, expected] of table) {
    it(`${kind}: ${JSON.stringify(expected)}`, async () => {
      const client = fakeClient({ answer: () => RESOURCES });
      assert.deepEqual(await resolveKind(client, 'example.com/v1', kind), expected);
      assert.deepEqual(requestLines(client), ['GET /apis/example.com/v1']);
    });
  }

  it('asks the core group elsewhere', async () => {
    const client = fakeClient({ answer: () => ({}) });
    assert.equal(await resolveKind(client, 'v1', 'Pod'), undefined);
    assert.deepEqual(requestLines(client), ['GET /api/v1']);
  });

  it('takes a group that is not served for one without kinds', async () => {
    const client = fakeClient({ answer: () => Promise.reject(notFound()) });
    assert.equal(await resolveKind(client, 'example.com/v1', 'Lamp'), undefined);
  });

  it('does not take any other error for absence', async () => {
    const refusal = statusError(403);
    const client = fakeClient({ answer: () => Promise.reject(refusal) });
    await assert.rejects(resolveKind(client, 'example.com/v1', 'Lamp'), refusal);
  });
});
