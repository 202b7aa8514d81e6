import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Problem } from '../../../../src/errors.ts';
import type { Installation } from '../../../../src/bundle/installation.ts';
import { bundleOf, installation } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import type { Validator } from '../../../../src/bundle/validators/validator.ts';

/** A bundle, and what is wrong with it: `field: message` for each. */
export type Case = [what: string, options: CaseOptions, ...problems: string[]];
type CaseOptions = BundleOptions & { installation?: Partial<Installation> };

/** Holds a validator against bundles; those without problems are right. */
export function describeValidator(validate: Validator, code: string, cases: readonly Case[]): void {
  describe(validate.name, () => {
    for (const [what, options, ...expected] of cases) {
      it(`${expected.length === 0 ? 'takes' : 'refuses'} ${what}`, () => {
        const problems = validate(bundleOf(options), installation(options.installation));
        assert.deepEqual(problems.map(fieldAndMessage), expected);
        for (const problem of problems) {
          assert.equal(problem.code, code);
          assert.match(problem.at?.file ?? '', /^bundle\//);
          assert.ok((problem.at?.line ?? 0) > 0);
          assert.notEqual(problem.hint, '');
        }
      });
    }
  });
}

function fieldAndMessage({ at, message }: Problem): string {
  return `${at?.field}: ${message}`;
}
