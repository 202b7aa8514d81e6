import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shortList, shortText, shortTexts, shortValue } from '../../../src/upgrade/short-value.ts';

describe('shortValue', () => {
  const VALUES: [unknown, string][] = [
    [undefined, ''],
    [null, 'null'],
    ['a', '"a"'],
    [9223372036854775807n, '9223372036854775807'],
    [{ a: [1] }, '{"a":[1]}'],
    ['\u001B[2J\n', '"\\u001b[2J\\n"'],
    ['\u009B2J\u202E', '"\uFFFD2J\uFFFD"'],
  ];
  for (const [value, expected] of VALUES) {
    it(`shows ${expected || 'nothing'}`, () => assert.equal(shortValue(value), expected));
  }

  it('shows at most 120 characters', () => {
    assert.equal(shortText('a'.repeat(120)), 'a'.repeat(120));
    assert.equal(shortText('a'.repeat(121)), `${'a'.repeat(119)}…`);
    assert.equal(shortValue('a'.repeat(1_000_000)).length, 120);
    assert.equal(shortText('a\n\n b'), 'a b');
  });
});

describe('shortTexts', () => {
  it('shows where long texts differ', () => {
    const common = 'a'.repeat(500);
    const [before, after] = shortTexts(`${common}b`, `${common}c`);
    assert.equal(before, `…${'a'.repeat(20)}b`);
    assert.equal(after, `…${'a'.repeat(20)}c`);
  });

  it('shows texts whole, or from the beginning, where that shows it', () => {
    assert.deepEqual(shortTexts(`${'a'.repeat(100)}b`, `${'a'.repeat(100)}c`), [
      `${'a'.repeat(100)}b`,
      `${'a'.repeat(100)}c`,
    ]);
    assert.deepEqual(shortTexts('b', `c${'a'.repeat(200)}`), ['b', `c${'a'.repeat(118)}…`]);
    assert.deepEqual(shortTexts('', 'a'), ['', 'a']);
  });

  it('shows what one text has more', () => {
    const [before, after] = shortTexts('a'.repeat(300), `${'a'.repeat(300)}b`);
    assert.notEqual(before, after);
  });
});

describe('shortList', () => {
  it('shows some, and counts the rest', () => {
    assert.equal(shortList([]), '');
    assert.equal(shortList(['a', 1]), '"a", 1');
    assert.equal(shortList([1, 2, 3, 4, 5, 6, 7]), '1, 2, 3, 4, 5, 6, 7');
    assert.equal(shortList([1, 2, 3, 4, 5, 6, 7, 8]), '1, 2, 3, 4, 5, 6 and 2 more');
  });
});
