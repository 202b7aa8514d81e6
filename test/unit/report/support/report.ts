import * as fc from 'fast-check';
import type { Finding, Severity } from '../../../../src/findings.ts';
import { finding } from '../../../../src/findings.ts';
import type { Lock, LockedImage } from '../../../../src/release/lock.ts';
import { formatRebaseReport } from '../../../../src/report/rebase-report.ts';
import type { RebaseReport } from '../../../../src/report/rebase-report.ts';

/** The lock of a first release without anything in it. */
export const LOCK: Lock = {
  name: 'lamp',
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.2.3',
  sources: [],
  images: {},
  accepted: [],
  files: {},
};

/** The report of a rebase that found nothing but `report`. */
export function format(report: Partial<RebaseReport> = {}): string {
  return formatRebaseReport({
    lock: LOCK,
    sources: [],
    objects: [],
    replaced: [],
    removed: [],
    operands: [],
    requests: [],
    settled: { notes: [], accepted: [], stopping: [] },
    since: undefined,
    program: { version: '0.1.0', commit: 'abc' },
    ...report,
  });
}

export function lockedImage(reference: string, fields: Partial<LockedImage> = {}): LockedImage {
  return {
    reference,
    embedded: true,
    because: 'a container of Deployment ns/a',
    usedBy: [],
    platforms: {},
    bytes: {},
    ...fields,
  };
}

export function findingOf(severity: Severity, subject: string, fields: Partial<Finding> = {}) {
  const problem = { code: 'test-code', message: 'is wrong', hint: 'mend it', ...fields };
  return { ...finding(severity, subject, problem), ...fields };
}

const PUNCTUATION = String.raw`|\`*_[]()<>#~!&-+=:.1 `.split('');

/** Texts full of what means something to Markdown, HTML, a terminal or a table. */
export const hostileText = fc.string({
  unit: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...PUNCTUATION) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('\n', '\r', '\t', '\u2028', '\u001B', '\0', '\u202E'),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  ),
  maxLength: 30,
});

/**
 * How many cells a row of a table has, or may have: https://github.github.com/gfm/#tables- leaves open
 * whether a backslash before a bar counts when another one stands before it.
 */
export function cellCounts(row: string): number[] {
  const bars = [/(?<!\\)\|/, /(?<=(?<!\\)(?:\\\\)*)\|/];
  return bars.map((bar) => row.split(bar).length - 2);
}
