import assert from 'node:assert/strict';
import { readSource } from '../../../../src/source/read-source.ts';
import { problemsOfAsync } from '../../support/problems.ts';

/** The one problem of reading a source, which names its REF. */
export async function problemOf(ref: string) {
  const [problem, ...more] = await problemsOfAsync(() => readSource('api', ref));
  assert.deepEqual(more, []);
  assert.equal(problem?.at?.file, ref);
  return problem;
}
