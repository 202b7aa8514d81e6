import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { common } from '../../../src/traffic/hostnames.ts';

describe('common', () => {
  const rows: [one: string, other: string, expected: string | undefined][] = [
    ['', '', ''],
    ['', 'a.com', 'a.com'],
    ['a.com', 'A.com', 'a.com'],
    ['a.com', 'b.com', undefined],
    ['*.a.com', 'x.a.com', 'x.a.com'],
    ['*.a.com', 'y.x.a.com', 'y.x.a.com'],
    ['*.a.com', 'a.com', undefined],
    ['*.a.com', 'xa.com', undefined],
    ['*.a.com', '*.b.a.com', '*.b.a.com'],
    ['*.a.com', '*.b.com', undefined],
  ];
  for (const [one, other, expected] of rows) {
    it(`of ${one || 'every name'} and ${other || 'every name'} is ${expected ?? 'nothing'}`, () => {
      assert.equal(common(one, other), expected);
      assert.equal(common(other, one), expected);
    });
  }

  it('is the same whichever comes first, and as narrow as either', () => {
    const label = fc.constantFrom('a', 'b', '*');
    const name = fc.array(label, { maxLength: 4 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(name, name, (one, other) => {
        const both = common(one, other);
        assert.equal(common(other, one), both);
        if (both !== undefined) assert.equal(common(both, one), both);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
