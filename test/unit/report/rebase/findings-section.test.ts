import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Place } from '../../../../src/errors.ts';
import type { Settled } from '../../../../src/findings.ts';
import { findingsSections } from '../../../../src/report/rebase/findings-section.ts';
import { findingOf } from '../support/report.ts';

const sections = (settled: Partial<Settled>): string[] =>
  findingsSections({ notes: [], accepted: [], stopping: [], ...settled });

describe('findingsSections', () => {
  it('are none where there is nothing to say', () => assert.deepEqual(sections({}), []));

  it('keep apart what stops, what was accepted and what is noted', () => {
    assert.deepEqual(
      sections({
        notes: [findingOf('note', 'a'), findingOf('note', 'b')],
        accepted: [findingOf('error', 'c')],
        stopping: [findingOf('refusal', 'd')],
      }),
      [
        '## Stops the release',
        '- is wrong (`test-code:d`). Mend it.',
        '## Accepted',
        '- is wrong (`test-code:c`). Mend it.',
        '## Notes',
        '- is wrong (`test-code:a`). Mend it.\n- is wrong (`test-code:b`). Mend it.',
      ],
    );
  });

  const places: [at: Place, shown: string][] = [
    [{}, ''],
    [{ file: 'a.yaml' }, '`a.yaml`: '],
    [{ file: 'a.yaml', line: 3, column: 7 }, '`a.yaml:3`: '],
    [{ object: 'Pod a', field: 'spec.x[0]' }, '`Pod a`: `spec.x[0]`: '],
    [{ file: 'a.yaml', line: 1, object: 'Pod a', field: '' }, '`a.yaml:1`: `Pod a`: '],
  ];
  for (const [at, shown] of places) {
    it(`say where it is: ${JSON.stringify(at)}`, () => {
      assert.deepEqual(sections({ notes: [findingOf('note', 'a', { at })] }), [
        '## Notes',
        `- ${shown}is wrong (\`test-code:a\`). Mend it.`,
      ]);
    });
  }

  it('leave the notes on CRDs to their own section, but not what stops', () => {
    const found = (severity: 'note' | 'refusal') =>
      findingOf(severity, 'lamps.example.com', { code: 'crd-version-removed' });
    assert.deepEqual(sections({ notes: [found('note')] }), []);
    assert.equal(sections({ stopping: [found('refusal')] }).length, 2);
    assert.equal(sections({ accepted: [found('refusal')] }).length, 2);
  });
});
