import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findCondition } from '../../../src/cluster/conditions.ts';
import { judgeCrd } from '../../../src/cluster/crd-status.ts';
import { ESTABLISHED, live } from './support/live.ts';

describe('judgeCrd', () => {
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  const table: [string, unknown, string, RegExp][] = [
    ['Established', live('a', ESTABLISHED), 'established', /^$/],
    ['Established alone', live('a', ['Established=True']), 'established', /^$/],
    ['nothing', undefined, 'pending', /has not said so yet/],
    ['no status', { metadata: { name: 'a' } }, 'pending', /has not said so yet/],
    ['an empty status', { status: {} }, 'pending', /has not said so yet/],
    ['names accepted alone', live('a', ['NamesAccepted=True']), 'pending', /has not said so/],
    [
      'not Established',
      live('a', ['NamesAccepted=True', 'Established=False']),
      'pending',
      /^it is not Established: Established says False$/,
    ],
    ['Unknown', live('a', ['Established=Unknown']), 'pending', /Established says Unknown/],
    [
      'names not accepted',
      live('a', ['NamesAccepted=False', 'Established=False']),
      'failed',
      /names are not accepted: NamesAccepted says False/,
    ],
    [
      'names not accepted any more',
      live('a', ['NamesAccepted=False', 'Established=True']),
      'failed',
      /names are not accepted/,
    ],
    ['deleted', live('a', ESTABLISHED, { deletionTimestamp }), 'failed', /being deleted/],
  ];
  for (const [name, crd, state, reason] of table) {
    it(`${state}: ${name}`, () => {
      const verdict = judgeCrd(crd);
      assert.equal(verdict.state, state);
      assert.match(verdict.state === 'established' ? '' : verdict.reason, reason);
    });
  }
});

describe('findCondition', () => {
  it('reads a condition', () => {
    const condition = {
      type: 'Ready',
      status: 'True',
      reason: 'Done',
      message: 'all is well',
      observedGeneration: 3,
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    const object = { status: { conditions: [{ type: 'Other' }, { ...condition, more: 1 }] } };
    assert.deepEqual(findCondition(object, 'Ready'), condition);
  });

  it('has empty texts for what a condition lacks', () => {
    const object = { status: { conditions: [{ type: 'Ready', observedGeneration: '3' }] } };
    assert.deepEqual(findCondition(object, 'Ready'), {
      type: 'Ready',
      status: '',
      reason: '',
      message: '',
      observedGeneration: undefined,
      lastTransitionTime: '',
    });
  });

  for (const object of [undefined, null, {}, { status: [] }, { status: { conditions: [null] } }]) {
    it(`finds none in ${JSON.stringify(object)}`, () => {
      assert.equal(findCondition(object, 'Ready'), undefined);
    });
  }
});
