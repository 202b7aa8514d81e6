import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { goPattern } from '../../../src/manifest/go-pattern.ts';
import { createPatternTest } from '../../../src/verify/schema/pattern-test.ts';
import { PATTERNS } from '../verify/support/patterns.ts';

describe('goPattern', () => {
  for (const [pattern, matching, others] of PATTERNS) {
    it(JSON.stringify(pattern), () => {
      const expression = goPattern(pattern);
      assert.ok(expression, 'is understood');
      for (const text of matching) assert.ok(expression.test(text), JSON.stringify(text));
      for (const text of others) assert.ok(!expression.test(text), `not ${JSON.stringify(text)}`);
    });
  }

  const unknown = [
    // What Go has and JavaScript lacks, or this does not translate.
    '\\Qa.b\\E',
    '\\pL',
    '\\p{Greek}',
    '(?i:a)',
    '(?U)a+',
    '[[:^alpha:]]',
    '[[:nonsense:]]',
    '[[:[[:alpha:]]',
    '(?i)\\b',
    '[\\S]',
    '\\C',
    '\\07',
    // What JavaScript has and Go refuses.
    '(?=a)',
    '(?<!a)b',
    '(a)\\1',
    '\\k<a>',
    '\\u0041',
    '\\cA',
    '[\\b]',
    // What both refuse.
    '[a',
    'a)',
    '(a',
    '*',
    '[b-a]',
    '\\',
    'a{3,2}',
  ];
  for (const pattern of unknown) {
    it(`does not guess at ${JSON.stringify(pattern)}`, () => {
      assert.equal(goPattern(pattern), undefined);
    });
  }
});

describe('createPatternTest', () => {
  it('tells what matches, of many patterns', () => {
    const test = createPatternTest();
    assert.deepEqual(
      ['^a$', '^b$', '^a$'].map((pattern) => [test(pattern, 'a'), test(pattern, 'b')]),
      [
        [true, false],
        [false, true],
        [true, false],
      ],
    );
  });

  it('cannot tell of what is no pattern', () => {
    const test = createPatternTest();
    assert.equal(test('[a', 'a'), undefined);
    assert.equal(test('^a$', 'a'), true);
  });

  it('gives up what takes too long, and then does not try further', () => {
    const test = createPatternTest();
    const text = `${'a'.repeat(40)}!`;
    // A hostile schema may hold very many of them.
    const slow = Array.from({ length: 1000 }, (_, index) => `^(a+)+$|^${index}$`);
    assert.deepEqual(new Set(slow.map((pattern) => test(pattern, text))), new Set([undefined]));
    assert.equal(test('^a$', 'a'), undefined);
  });
});
