import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { valueAt } from '../../../src/manifest/json.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { problemsOf } from '../support/problems.ts';

const READ: [what: string, text: string, value: unknown][] = [
  ['a merge before own keys', 'b: &b {x: 1, z: 2}\nm: {<<: *b, z: 3}', { x: 1, z: 3 }],
  ['merges, the first one winning', 'm: {<<: [{x: 1}, {x: 2, q: 2}]}', { x: 1, q: 2 }],
  ['<< in quotes', 'm: {"<<": 5}', { '<<': 5 }],
  ['<< that is tagged as text', 'm: {!!str <<: 5}', { '<<': 5 }],
  ['a set', 'm: !!set {x, q}', { x: null, q: null }],
  ['an ordered map', 'm: !!omap [x: 1]', [{ x: 1 }]],
  ['a date that is tagged as one', 'm: !!timestamp 2001-12-14', '2001-12-14'],
  ['an alias as a key', 'k: &k x\nm: {*k : v}', { x: 'v' }],
  ['an anchor on a key', 'm: {&k x: *k}', { x: 'x' }],
  ['an anchor that comes again', 'k: &k 1\nl: &k 2\nm: *k', 2],
  ['a carriage return', 'a: 1\rm: |\r  x\r  y\r', 'x\ny\n'],
  ['# right after quotes', 'm: "x"#y', 'x'],
  ['raw U+2028 in JSON', '{"m": "x \u2028 y"}', 'x \u2028 y'],
  ['a pair of escapes for one character', '{"m": "\\uD83C\\uDFEE"}', '🏮'],
  ['many aliases of little', `k: &k 1\nm: [${'*k, '.repeat(2000)}*k]`, Array(2001).fill(1)],
];

describe('parseYaml', () => {
  for (const [what, text, value] of READ) {
    it(`reads ${what}`, () => {
      const [document] = parseYaml(text, 'a.yaml');
      assert.deepEqual(valueAt(document?.value, ['m']), value);
    });
  }
});

const REFUSED: [what: string, text: string, line: number, message: RegExp][] = [
  ['a key that is nothing', 'a: 1\n~: b', 2, /key must be text/],
  ['a key that is empty', 'a: 1\n? \n: b', 2, /key must be text/],
  ['a key that is a map', 'a: 1\n? {b: 1}\n: c', 2, /key must be text/],
  ['a key that is a list', 'a: 1\n[b]: c', 2, /key must be text/],
  ['a key that 32 bits would change', 'a: 1\n3.14159265: b', 2, /key must be text/],
  ['keys that are equal as text', '1: a\n"1": b', 2, /unique: 1/],
  ['yes beside "true"', 'yes: a\n"true": b', 2, /unique: true/],
  ['two merges', 'm:\n  <<: {x: 1}\n  <<: {q: 1}', 3, /unique: <</],
  ['a merge after the same key', 'm:\n  x: 1\n  <<: {x: 2}', 3, /<< must come before x/],
  ['a merge of text', 'a: 1\nm: {<<: 5}', 2, /<< takes a map/],
  ['a merge of nothing', 'a: 1\nm: {<<: }', 2, /<< takes a map/],
  ['a merge of a list by an alias', 'l: &l [{a: 1}]\nm: {<<: *l}', 2, /<< takes a map/],
  ['an anchor within itself', 'a: 1\nb: &b [*b]', 2, /inside of what it refers to/],
  ['an alias before its anchor', 'a: *b\nb: &b 1', 1, /nothing before it/],
  ['a tag that does not fit', 'a: 1\nb: !!int foo', 2, /does not fit its tag/],
  ['half a surrogate pair', 'a: 1\nb: "\\uD83C"', 2, /surrogate/],
  ['half a surrogate pair in a key', 'a: 1\n"\\uD83C": b', 2, /key must be text/],
  ['a control character', 'a: 1\n# \u0007', 2, /U\+0007 can only be written as an escape/],
  ['a line end of YAML 1.1', 'a: 1\nb: "x\u2028y"', 2, /U\+2028 can only/],
  ['a byte order mark on a later line', 'a: 1\n\uFEFFb: 1', 2, /U\+FEFF can only/],
  ['a directive without a document', '%x: 1', 1, /directive/i],
  ['a : before a bracket', 'a: 1\nb: [c:]', 2, /needs a blank after it/],
  ['a ? after a bracket', 'a: 1\nb: [?c]', 2, /needs quotes/],
  ['lost lines of blanks', 'a: |2\n\n    \nb: 1', 1, /must not end in lines of blanks/],
];

describe('parseYaml refuses', () => {
  for (const [what, text, line, message] of REFUSED) {
    it(what, () => {
      const [problem] = problemsOf(() => parseYaml(text, 'a.yaml'));
      assert.equal(problem?.code, 'yaml-invalid');
      assert.equal(problem.at?.line, line);
      assert.match(problem.message, message);
    });
  }

  const HOSTILE: [what: string, text: string][] = [
    ['open brackets', '['.repeat(100_000)],
    ['brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['maps', `${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['lists', `${'- '.repeat(50_000)}a`],
    ['keys', '? '.repeat(20_000)],
    [
      'indentation',
      Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
  ];
  for (const [what, text] of HOSTILE) {
    it(`nesting without end: ${what}`, () => {
      const [problem] = problemsOf(() => parseYaml(text, 'a.yaml'));
      assert.match(problem?.message ?? '', /nested deeper than 500 levels/);
    });
  }

  it('text that aliases repeat too often', () => {
    const text = `a: &a ${'x'.repeat(200_000)}\nb: [${'*a, '.repeat(100)}*a]\n`;
    const [problem] = problemsOf(() => parseYaml(text, 'a.yaml'));
    assert.match(problem?.message ?? '', /expand to too much/);
  });

  it('a map that merges repeat too often', () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `k${index}: 1`).join(', ');
    const merges = Array.from({ length: 900 }, (_, index) => `m${index}: {<<: *a}`).join('\n');
    const [problem] = problemsOf(() => parseYaml(`a: &a {${keys}}\n${merges}\n`, 'a.yaml'));
    assert.match(problem?.message ?? '', /expand to too much/);
  });

  it('in words that are not as long as the text', () => {
    const [problem] = problemsOf(() => parseYaml('!'.repeat(100_000), 'a.yaml'));
    assert.ok((problem?.message.length ?? 0) < 300);
  });
});
