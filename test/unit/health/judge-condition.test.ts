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

  const unhealthy: [name: string, live: unknown, reason: string, cause?: string][] = [
    ['no object', undefined, 'does not exist', 'Missing'],
    [
      'being deleted',
      { ...lamp(True), metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
      'is being deleted',
      'BeingDeleted',
    ],
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
      'NotObserved',
    ],
    [
      'True, in a status of an older generation',
      lamp(True, 3, 2),
      'its condition Ready speaks of generation 2, but the object is at 3',
      'NotObserved',
    ],
    [
      'False, of an older generation',
      lamp({ status: 'False', reason: 'Old', observedGeneration: 1 }, 2),
      'its condition Ready speaks of generation 1, but the object is at 2',
      'NotObserved',
    ],
  ];
  for (const [name, live, reason, cause] of unhealthy) {
    it(`unhealthy: ${name}`, () => {
      const told = cause === undefined ? { reason } : { reason, cause };
      assert.deepEqual(judgeCondition('Ready')(live), { healthy: false, ...told });
    });
  }

  const gatewayClass = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass' };
  const final: [string, object, object, boolean][] = [
    ['what its specification calls final', gatewayClass, { reason: 'Unsupported' }, true],
    [
      'that of another kind',
      { group: 'x', kind: 'GatewayClass' },
      { reason: 'Unsupported' },
      false,
    ],
    ['parameters that may come yet', gatewayClass, { reason: 'InvalidParameters' }, false],
    ['what is not known yet', gatewayClass, { reason: 'Unsupported', status: 'Unknown' }, false],
    [
      'what an older generation was told',
      gatewayClass,
      { reason: 'Unsupported', observedGeneration: 1 },
      false,
    ],
  ];
  for (const [name, kind, rest, expected] of final) {
    it(`${expected ? 'ends on' : 'waits for'} ${name}`, () => {
      const accepted = { type: 'Accepted', status: 'False', observedGeneration: 2, ...rest };
      const live = { metadata: { generation: 2 }, status: { conditions: [accepted] } };
      const verdict = judgeCondition('Accepted', kind as typeof gatewayClass)(live);
      assert.equal(!verdict.healthy && verdict.cause === 'TerminalCondition', expected);
    });
  }
});
