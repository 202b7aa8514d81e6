import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { versionFindings } from '../../../src/release/version-findings.ts';

describe('versionFindings', () => {
  const cases: [before: string | undefined, after: string, ids: string[]][] = [
    [undefined, '1.0.0', []],
    ['1.0.0', '1.0.0', []],
    ['1.0.0', '1.0.1', []],
    ['1.0.0-rc.1', '1.0.0', []],
    ['3.3.6', '3.0.0-tp.1', ['version-lower:3.0.0-tp.1']],
    ['1.0.0', '1.0.0-rc.1', ['version-lower:1.0.0-rc.1']],
    ['newest', '1.0.0', []],
    ['1.0.0', '0', []],
  ];
  for (const [before, after, ids] of cases) {
    it(`says ${ids.join() || 'nothing'} of ${after} after ${before ?? 'nothing'}`, () => {
      const findings = versionFindings(before, after);
      assert.deepEqual(
        findings.map(({ id }) => id),
        ids,
      );
    });
  }
});
