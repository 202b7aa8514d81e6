import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findAbsenceCause } from '../../../../src/health/causes/find-absence-cause.ts';
import { statusError } from '../../cluster/support/errors.ts';
import { fakeClient } from '../../cluster/support/fake-client.ts';

const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
const condition = (type: string, status: string): object => ({ type, status, message: `${type}!` });

describe('findAbsenceCause', () => {
  const table: [name: string, items: object[], cause?: string, link?: string][] = [
    ['that there is no namespace', [], 'NamespaceMissing', 'Namespace shop: does not exist'],
    ['that it goes', [{ metadata: going }], 'BeingDeleted', 'Namespace shop: is being deleted'],
    [
      'what holds up one that goes',
      [
        {
          metadata: going,
          status: {
            conditions: [
              condition('NamespaceDeletionContentFailure', 'False'),
              condition('NamespaceContentRemaining', 'True'),
              condition('NamespaceFinalizersRemaining', 'True'),
            ],
          },
        },
      ],
      'BeingDeleted',
      'Namespace shop: is being deleted: NamespaceContentRemaining!; NamespaceFinalizersRemaining!',
    ],
    ['nothing of one that is there', [{ metadata: {} }]],
  ];
  for (const [name, items, cause, link] of table) {
    it(`tells ${name}`, async () => {
      const found = await findAbsenceCause(fakeClient({ answer: () => ({ items }) }), 'shop');
      assert.deepEqual([found?.name, found?.links[0]], [cause, link]);
    });
  }

  it('tells nothing where namespaces may not be read', async () => {
    const answer = (): never => {
      throw statusError(403);
    };
    assert.equal(await findAbsenceCause(fakeClient({ answer }), 'shop'), undefined);
  });
});
