import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeCondition } from '../../../src/health/judge-condition.ts';

/** An object at `generation` with one condition Ready. */
function lamp(
  condition: Record<string, unknown>,
  generation?: number,
  observedGeneration?: number,
): object {
  return {
    metadata: { generation },
    status: { observedGeneration, conditions: [{ type: 'Ready', ...condition }] },
  };
}

const True = { status: 'True' };

describe('judgeCondition', () => {
  const healthy: [string, unknown][] = [
    ['True, of the current generation', lamp({ ...True, observedGeneration: 2 }, 2)],
    ['True, of a newer generation than was read', lamp({ ...True, observedGeneration: 3 }, 2)],
    ['True, and the status is of the current generation', lamp(True, 2, 2)],
    ['True, where nothing says of which generation', lamp(True, 2)],
    ['True, of an object without generations', lamp(True)],
    [
      'True, of the current generation, in a status of an older one',
      lamp({ ...True, observedGeneration: 2 }, 2, 1),
    ],
    [
      'True, beside other conditions',
      {
        status: {
          conditions: [{ type: 'Other', status: 'False' }, 'text', { type: 'Ready', ...True }],
        },
      },
    ],
  ];
  for (const [name, live] of healthy) {
    it(`healthy: ${name}`, () => {
      assert.deepEqual(judgeCondition('Ready')(live), { healthy: true });
    });
  }

  const unhealthy: [string, unknown, string][] = [
    ['no object', undefined, 'does not exist'],
    ['no status', { metadata: { name: 'a' } }, 'has no condition Ready yet'],
    ['no conditions', { status: {} }, 'has no condition Ready yet'],
    ['conditions that are no list', { status: { conditions: 'x' } }, 'has no condition Ready yet'],
    [
      'another condition',
      { status: { conditions: [{ type: 'Programmed', status: 'True' }] } },
      'has no condition Ready yet',
    ],
    ['False', lamp({ status: 'False' }), 'its condition Ready is False'],
    [
      'Unknown, with a reason and a message',
      lamp({ status: 'Unknown', reason: 'Pending', message: 'wait' }),
      'its condition Ready is Unknown (Pending: wait)',
    ],
    [
      'False, with a reason',
      lamp({ status: 'False', reason: 'Broken' }),
      'its condition Ready is False (Broken)',
    ],
    [
      'False, with a message',
      lamp({ status: 'False', message: 'is broken' }),
      'its condition Ready is False (is broken)',
    ],
    ['no status of the condition', lamp({}), 'its condition Ready is empty'],
    ['a status that is no text', lamp({ status: true }), 'its condition Ready is empty'],
    [
      'True, of an older generation',
      lamp({ ...True, observedGeneration: 1 }, 2, 2),
      'its condition Ready speaks of generation 1, but the object is at 2',
    ],
    [
      'True, in a status of an older generation',
      lamp(True, 3, 2),
      'its condition Ready speaks of generation 2, but the object is at 3',
    ],
    [
      'False, of an older generation',
      lamp({ status: 'False', reason: 'Old', observedGeneration: 1 }, 2),
      'its condition Ready speaks of generation 1, but the object is at 2',
    ],
  ];
  for (const [name, live, reason] of unhealthy) {
    it(`unhealthy: ${name}`, () => {
      assert.deepEqual(judgeCondition('Ready')(live), { healthy: false, reason });
    });
  }
});
