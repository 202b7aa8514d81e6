import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../../src/manifest/json.ts';
import { compareSchemas } from '../../../../src/upgrade/compare-schemas.ts';
import { canonicalExpression } from '../../../../src/upgrade/rules/expression-tokens.ts';
import { testCases } from '../support/cases.ts';
import type { Case } from '../support/cases.ts';

const rules = (...validations: JsonObject[]): JsonObject => ({
  'x-kubernetes-validations': validations,
});
const RULE = { rule: 'self > 0' };
const OTHER = { rule: 'self < 9' };

const CASES: Case[] = [
  ['a rule', rules(), rules(RULE), ['unsafe rule-added'], ['safe rule-removed']],
  ['from no list', {}, rules(RULE), ['unsafe rule-added'], ['safe rule-removed']],
  [
    'another rule',
    rules(RULE),
    rules(OTHER),
    ['unsafe rule-added', 'safe rule-removed'],
    ['unsafe rule-added', 'safe rule-removed'],
  ],
  ['another order', rules(RULE, OTHER), rules(OTHER, RULE), [], []],
  ['other spaces', rules(RULE), rules({ rule: ' self>0 ' }), [], []],
  [
    'another message',
    rules({ ...RULE, message: 'a' }),
    rules({ ...RULE, message: 'b', reason: 'FieldValueInvalid' }),
    [],
    [],
  ],
  [
    'another rule with the same message',
    rules({ ...RULE, message: 'a' }),
    rules({ ...OTHER, message: 'a' }),
    ['unsafe rule-changed'],
    ['unsafe rule-changed'],
  ],
  [
    'for new objects too',
    rules(RULE),
    rules({ ...RULE, optionalOldSelf: true }),
    ['unsafe rule-added', 'safe rule-removed'],
    ['unsafe rule-added', 'safe rule-removed'],
  ],
  ['what is no rule', {}, rules(), [], []],
];

describe('CEL rules', () => {
  testCases(CASES);

  it('are shown by their message, else by their text', () => {
    const messages = compareSchemas({}, rules({ ...RULE, message: 'has to be positive' }, OTHER));
    assert.deepEqual(
      messages.map(({ message }) => message),
      ['objects have to satisfy: has to be positive', 'objects have to satisfy: self < 9'],
    );
  });

  it('of great length are shown where they differ', () => {
    const long = (end: string) => ({ rule: `${'self.a && '.repeat(50)}${end}`, message: 'a' });
    const [change] = compareSchemas(rules(long('self.b')), rules(long('self.c')));
    assert.match(change?.before ?? '', /^….*self\.b$/);
    assert.match(change?.after ?? '', /^….*self\.c$/);
  });
});

describe('canonicalExpression', () => {
  const SAME: [string, string][] = [
    ["self == 'a'", 'self=="a"'],
    ['has(self.a)?1:0', ' has( self.a ) ?\n 1 : 0'],
    ['a && b', 'a // both\n && b'],
    ['a in b', 'a  in\tb'],
  ];
  for (const [one, other] of SAME) {
    it(`${JSON.stringify(one)} is ${JSON.stringify(other)}`, () => {
      assert.equal(canonicalExpression(one), canonicalExpression(other));
    });
  }

  const DIFFERENT: [string, string][] = [
    ["self == 'a b'", "self == 'ab'"],
    ["self == 'a'", "self == r'a'"],
    ['a in b', 'ain b'],
    ['a // b\n&& c', 'a // b && c'],
    ["self.matches('a//b')", "self.matches('a')"],
    [`'"'`, `'\\"' + ''`],
    [`'a"b'`, `'ab'`],
    [`"a" + 'b'`, `"a' + 'b"`],
    [`'''a'''`, `'a'`],
    [`r"\\d"`, `"\\d"`],
    ["'unclosed", 'unclosed'],
  ];
  for (const [one, other] of DIFFERENT) {
    it(`${JSON.stringify(one)} is not ${JSON.stringify(other)}`, () => {
      assert.notEqual(canonicalExpression(one), canonicalExpression(other));
    });
  }
});
