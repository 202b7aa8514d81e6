import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GroupKind } from '../../../src/manifest/object.ts';
import { judgeCondition, judgeEach } from '../../../src/health/judge-condition.ts';

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
const LAMP = { group: 'example.com', kind: 'Lamp' };

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
      assert.deepEqual(judgeCondition('Ready', LAMP)(live), { healthy: true });
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
      'False, with a message of several lines',
      lamp({ status: 'False', reason: 'Invalid', message: '2 errors:\n\t* a\n\t* b\n' }),
      'its condition Ready is False (Invalid: 2 errors: * a * b )',
    ],
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
      assert.deepEqual(judgeCondition('Ready', LAMP)(live), { healthy: false, ...told });
    });
  }

  const gatewayClass = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass' };
  const apiService = { group: 'apiregistration.k8s.io', kind: 'APIService' };
  const causes: [name: string, kind: GroupKind, condition: object, cause: string | undefined][] = [
    [
      'what its specification calls final',
      gatewayClass,
      { reason: 'Unsupported' },
      'TerminalCondition',
    ],
    [
      'a reason that is final for another kind',
      { ...gatewayClass, group: 'x' },
      { reason: 'Unsupported' },
      undefined,
    ],
    ['parameters that may come yet', gatewayClass, { reason: 'InvalidParameters' }, undefined],
    [
      'what is not known yet',
      gatewayClass,
      { reason: 'Unsupported', status: 'Unknown' },
      undefined,
    ],
    [
      'what an older generation was told',
      gatewayClass,
      { reason: 'Unsupported', observedGeneration: 1 },
      'NotObserved',
    ],
    ['what is declared as final', LAMP, { reason: 'Burnt' }, 'TerminalCondition'],
    [
      'what is declared as final, and not known yet',
      LAMP,
      { reason: 'Burnt', status: 'Unknown' },
      undefined,
    ],
    ['another reason', LAMP, { reason: 'Off' }, undefined],
    ['an API without a Service', apiService, { reason: 'ServiceNotFound' }, 'ServiceMissing'],
    ['an API without endpoints', apiService, { reason: 'MissingEndpoints' }, 'NoEndpoint'],
    [
      'an API that does not answer',
      apiService,
      { reason: 'FailedDiscoveryCheck' },
      'ApiNotAnswering',
    ],
  ];
  for (const [name, kind, rest, cause] of causes) {
    it(`tells the cause of ${name}: ${cause ?? 'none'}`, () => {
      const type = kind === apiService ? 'Available' : 'Accepted';
      const condition = { type, status: 'False', observedGeneration: 2, ...rest };
      const live = { metadata: { generation: 2 }, status: { conditions: [condition] } };
      const verdict = judgeCondition(type, kind, ['Burnt'])(live);
      assert.equal(verdict.healthy ? 'healthy' : verdict.cause, cause);
    });
  }
});

describe('judgeEach', () => {
  const judge = judgeEach(judgeCondition('Ready', LAMP));
  const named = (name: string, status: string, metadata: object = {}): object => {
    const found = lamp({ status }) as { metadata: object };
    return { ...found, metadata: { ...found.metadata, name, ...metadata } };
  };
  it('is content with none', () => assert.deepEqual(judge([]), { healthy: true }));
  it('wants each to be healthy, and names the first that is not', () => {
    assert.deepEqual(judge([named('a', 'True'), named('b', 'True')]), { healthy: true });
    assert.deepEqual(
      judge([named('a', 'True'), named('b', 'False', { namespace: 'shop' }), named('c', 'False')]),
      { healthy: false, reason: 'shop/b: its condition Ready is False' },
    );
  });
  it('leaves out what is being deleted', () => {
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    assert.deepEqual(judge([named('a', 'False', { deletionTimestamp })]), { healthy: true });
  });
});
