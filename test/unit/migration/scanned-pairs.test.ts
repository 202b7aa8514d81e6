import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { scannedPairs } from '../../../src/migration/scanned-pairs.ts';
import { living, shipped, webhook } from './support/live.ts';

const CASES: [
  what: string,
  live: [string, JsonObject?],
  stored: string[],
  next: [string, JsonObject?],
  expected: string[],
][] = [
  ['the same version', ['v1'], ['v1'], ['v1'], ['v1 v1']],
  ['the version that comes for it', ['v1alpha1'], ['v1alpha1'], ['v1'], ['v1alpha1 v1']],
  [
    'both where the version stays but is no longer stored',
    ['v1beta1'],
    ['v1beta1'],
    ['v1beta1 v1*'],
    ['v1beta1 v1beta1', 'v1beta1 v1'],
  ],
  ['every stored version', ['v1alpha1 v1*'], ['v1alpha1', 'v1'], ['v1'], ['v1alpha1 v1', 'v1 v1']],
  ['an unserved version as it is served', ['-v1alpha1 v1*'], ['v1alpha1'], ['v1'], ['v1 v1']],
  ['nothing that nobody can read', ['-v1alpha1'], ['v1alpha1'], ['v1'], []],
  ['what a webhook converted', ['v1alpha1* v1', webhook()], ['v1alpha1'], ['v1'], ['v1 v1']],
  [
    'only what is read where a webhook converts what is stored',
    ['v1alpha1* v1', webhook()],
    ['v1alpha1'],
    ['v1alpha1 v1*', webhook()],
    ['v1alpha1 v1alpha1'],
  ],
  [
    'what is taken as it is before a webhook comes',
    ['v1alpha1* v1'],
    ['v1alpha1'],
    ['v1* v2', webhook()],
    ['v1alpha1 v1'],
  ],
];

describe('scannedPairs', () => {
  for (const [what, [live, liveRest], stored, [next, nextRest], expected] of CASES) {
    it(`looks at ${what}`, () => {
      const pairs = scannedPairs(living(shipped(live, liveRest), stored), shipped(next, nextRest));
      assert.deepEqual(
        pairs.map(({ served, target }) => `${served.name} ${target.name}`),
        expected,
      );
    });
  }
});
