import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Outcome } from '../../../src/apply/outcome.ts';
import { outcomeLine, reportedOutcome, summary } from '../../../src/commands/apply-lines.ts';
import type { RemovalOutcome } from '../../../src/removal/outcome.ts';
import { recordedRemovable } from '../../../src/removal/removable.ts';
import { node } from '../apply/support/nodes.ts';
import { crd, object } from '../support/objects.ts';

const lamps = node(crd());
const times = { readyAt: 10.4, doneAt: 260.6 };
const kept: Outcome = { node: lamps, action: 'kept', note: 'it is newer', ...times };
const created: Outcome = { node: node(object('v1 Namespace shop')), action: 'created', ...times };
const gone = recordedRemovable(node(object('v1 ConfigMap shop/a')).id, { tree: 'tree', uid: 'u' });
const deleted: RemovalOutcome = { removable: gone, action: 'deleted', ...times };

describe('outcomeLine', () => {
  it('says what became of an object, how long that took, and what else is to be told', () => {
    assert.equal(outcomeLine(created), 'created    Namespace shop (0.25 s)');
    assert.equal(
      outcomeLine(kept),
      'kept       CustomResourceDefinition lamps.example.com (0.25 s): it is newer',
    );
  });
});

describe('summary', () => {
  it('counts what became of the objects, in a fixed order', () => {
    const outcomes = [kept, created, created];
    assert.equal(summary({ outcomes, pruned: [] }), '3 objects: 2 created, 1 kept');
  });

  it('counts what was pruned apart', () => {
    assert.equal(
      summary({ outcomes: [created], pruned: [deleted] }),
      '1 object: 1 created; of what is no longer in the trees, 1 object: 1 deleted',
    );
  });
});

describe('reportedOutcome', () => {
  it('has the note and the times', () => {
    assert.deepEqual(reportedOutcome(kept), {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'lamps.example.com',
      tree: 'tree',
      action: 'kept',
      note: 'it is newer',
      readyAtMilliseconds: 10,
      doneAtMilliseconds: 261,
    });
  });
});
