import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainRemaining } from '../../../src/removal/explain-remaining.ts';
import { live } from '../cluster/support/live.ts';

const deletionTimestamp = '2026-01-01T00:00:00Z';

const owner = (manager: string, finalizer: string): object => ({
  manager,
  operation: 'Update',
  fieldsV1: { 'f:metadata': { 'f:finalizers': { '.': {}, [`v:"${finalizer}"`]: {} } } },
});

describe('explainRemaining', () => {
  const cases: { name: string; object: object; expected: string }[] = [
    {
      name: 'that its deletion has not begun',
      object: live('a'),
      expected: 'the API server has not deleted it yet',
    },
    {
      name: 'who has put a finalizer there',
      object: live('a', [], {
        deletionTimestamp,
        finalizers: ['example.com/f'],
        managedFields: [owner('other', 'example.com/g'), owner('operator', 'example.com/f')],
      }),
      expected:
        'finalizer example.com/f holds it: operator has put it there and has to take it away',
    },
    {
      name: 'nobody where the manifest itself has the finalizer',
      object: live('a', [], {
        deletionTimestamp,
        finalizers: ['example.com/f'],
        managedFields: [owner('microshift-optional', 'example.com/f')],
      }),
      expected:
        'finalizer example.com/f holds it: the controller whose name it bears has to take it away',
    },
    {
      name: "Kubernetes' own finalizers",
      object: live('a', [], { deletionTimestamp, finalizers: ['foregroundDeletion'] }),
      expected:
        'finalizer foregroundDeletion holds it: the garbage collector takes it away once all that the object owns is gone',
    },
    {
      name: 'what the controller of namespaces says',
      object: live(
        'a',
        ['NamespaceContentRemaining=True', 'NamespaceDeletionContentFailure=False'],
        {
          deletionTimestamp,
        },
      ),
      expected: 'NamespaceContentRemaining says True',
    },
    {
      name: 'how long its containers have to end',
      object: live('a', [], { deletionTimestamp, deletionGracePeriodSeconds: 30 }),
      expected: 'it has 30 s to end',
    },
    {
      name: 'nothing where nothing holds it',
      object: live('a', [], { deletionTimestamp, deletionGracePeriodSeconds: 0 }),
      expected: 'its deletion has begun',
    },
  ];
  for (const { name, object, expected } of cases) {
    it(`says ${name}`, () => assert.equal(explainRemaining(object), expected));
  }
});
