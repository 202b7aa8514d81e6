import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { crdChanges } from './changes.ts';

/** A change of the CRD of {@link lamps}, and what it is: each as `class change versions field`. */
export type CrdCase = readonly [
  what: string,
  before: KubernetesObject,
  after: KubernetesObject,
  expected: readonly string[],
];

/** One test for each change. */
export function testCrdCases(cases: readonly CrdCase[]): void {
  for (const [what, before, after, expected] of cases) {
    it(what, () => {
      const changes = crdChanges([before], [after]);
      assert.deepEqual(
        changes.map((text) => text.replace(' lamps.example.com', '')),
        expected,
      );
    });
  }
}
