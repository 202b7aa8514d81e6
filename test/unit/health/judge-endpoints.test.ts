import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeEndpoints } from '../../../src/health/judge-endpoints.ts';

const judge = judgeEndpoints({ namespace: 'shop', name: 'guard' });
const slice = (...conditions: (object | undefined)[]): object => ({
  endpoints: conditions.map((each) => ({ addresses: ['192.0.2.1'], conditions: each })),
});

describe('judgeEndpoints', () => {
  const table: [string, unknown[], boolean][] = [
    ['no slice', [], false],
    ['a slice without endpoints', [{ endpoints: null }], false],
    ['an endpoint that is not ready', [slice({ ready: false })], false],
    [
      'one of several that is',
      [slice({ ready: false }), slice({ ready: false }, { ready: true })],
      true,
    ],
    ['one that does not say', [slice({}), slice(undefined)], true],
    [
      'one of a slice that goes',
      [{ ...slice({ ready: true }), metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }],
      false,
    ],
  ];
  for (const [name, slices, healthy] of table) {
    it(`${healthy ? 'takes' : 'does not take'} ${name}`, () =>
      assert.equal(judge(slices).healthy, healthy));
  }
});
