import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { pruneObjects } from '../../../src/removal/prune-objects.ts';
import { fakeCluster } from './support/fake-cluster.ts';
import { removable } from './support/removables.ts';

const PROTECTED = [
  'v1 Namespace',
  'v1 PersistentVolume',
  'v1 PersistentVolumeClaim',
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
];
const OTHERS = ['v1 ConfigMap', 'apps/v1 Deployment', 'example.com/v1 Lamp', 'v1 Service'];

describe('pruneObjects, for any set', () => {
  const kinds = fc.array(fc.constantFrom(...PROTECTED, ...OTHERS), { maxLength: 12 });

  it('never deletes what holds objects or data of users, and all the rest', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, async (drawn) => {
        const removables = drawn.map((kind, index) => removable(`${kind} shop/o${index}`));
        const { client, objects, deleted } = fakeCluster(removables);
        const prunables = removables.map((each, index) => ({
          ...each,
          uid: [...objects.values()][index]?.uid ?? '',
        }));
        const hooks = { clock: () => 0, onOutcome: () => {} };
        const outcomes = await pruneObjects(client, prunables, hooks);
        const isProtected = (index: number): boolean => PROTECTED.includes(drawn[index] ?? '');
        for (const [index, { key }] of prunables.entries()) {
          const outcome = outcomes.find((each) => each.removable.key === key);
          assert.equal(outcome?.action, isProtected(index) ? 'kept' : 'deleted');
        }
        assert.equal(deleted.length, drawn.filter((_, index) => !isProtected(index)).length);
        assert.equal(objects.size, drawn.length - deleted.length);
      }),
      { seed: 11, numRuns: 100 },
    );
  });
});
