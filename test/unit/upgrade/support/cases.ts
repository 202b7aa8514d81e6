import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { JsonObject } from '../../../../src/manifest/json.ts';
import { fieldChanges } from './changes.ts';

/** A change of a field's schema, what it is, and what its reverse is; each as `class change`. */
export type Case = readonly [
  what: string,
  before: JsonObject,
  after: JsonObject,
  forth: readonly string[],
  back: readonly string[],
];

/** One test for each change, in both directions, and for each of its schemas with itself. */
export function testCases(cases: readonly Case[]): void {
  for (const [what, before, after, forth, back] of cases) {
    it(what, () => {
      assert.deepEqual(fieldChanges(before, after), forth);
      assert.deepEqual(fieldChanges(after, before), back, 'the other way round');
      assert.deepEqual(fieldChanges(before, structuredClone(before)), []);
      assert.deepEqual(fieldChanges(after, structuredClone(after)), []);
    });
  }
}
