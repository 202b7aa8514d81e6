import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releaseBegun } from '../../../src/apply/release-begun.ts';
import { compareReleases } from '../../../src/apply/release-order.ts';

describe('compareReleases', () => {
  const table: [string, string, number | undefined][] = [
    ['3.3.6', '3.0.0-tp.1', 1],
    ['3.0.0-tp.1', '3.0.0', -1],
    ['3.10.0', '3.9.0', 1],
    ['3.3.6', '3.3.6', 0],
    ['', '', 0],
    ['', '3.3.6', undefined],
    ['main', '3.3.6', undefined],
    ['main', 'main', 0],
  ];
  for (const [a, b, expected] of table) {
    it(`${JSON.stringify(a)} to ${JSON.stringify(b)}: ${expected}`, () => {
      assert.equal(compareReleases(a, b), expected);
    });
  }
});

describe('releaseBegun', () => {
  const table: [string, string, string, string][] = [
    ['the first release', '', '1.0.0', '1.0.0'],
    ['a newer one', '1.0.0', '2.0.0', '2.0.0'],
    ['an older one, until it is complete', '2.0.0', '1.0.0', '2.0.0'],
    ['the same', '2.0.0', '2.0.0', '2.0.0'],
    ['one that cannot be compared', '2.0.0', 'main', '2.0.0'],
  ];
  for (const [name, recorded, next, expected] of table) {
    it(`is ${expected} with ${name}`, async () => {
      assert.equal(await releaseBegun(recorded, next), expected);
    });
  }
});
