import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { problemsOf, shown } from '../support/problems.ts';

const valueOf = (text: string): unknown => parseYaml(text, 'a.yaml')[0]?.value;

/** What kubectl 1.36 makes of a plain scalar. */
const SCALARS: [text: string, value: unknown][] = [
  ['n', false],
  ['N', false],
  ['no', false],
  ['off', false],
  ['false', false],
  ['y', true],
  ['yes', true],
  ['Yes', true],
  ['on', true],
  ['TRUE', true],
  ['tRUE', 'tRUE'],
  ['yess', 'yess'],
  ['~', null],
  ['null', null],
  ['NULL', null],
  ['', null],
  ['0', 0],
  ['-0', 0],
  ['+1', 1],
  ['-12', -12],
  ['014', 12],
  ['0o14', 12],
  ['0o7', 7],
  ['0644', 420],
  ['08', 8],
  ['0x1f', 31],
  ['0b11', 3],
  ['1_000', 1000],
  ['1__2', 12],
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['9223372036854775807', 9223372036854775807n],
  ['-9223372036854775808', -9223372036854775808n],
  ['18446744073709551615', 18446744073709551615n],
  ['36893488147419103232', 36893488147419103232],
  ['1.0', 1],
  ['1.', 1],
  ['.5', 0.5],
  ['0.10', 0.1],
  ['1e3', 1000],
  ['12e03', 12000],
  ['123e', '123e'],
  ['1e999', '1e999'],
  ['190:20:30', '190:20:30'],
  ['2020-01-01', '2020-01-01'],
  ['2020-01-01T10:00:00Z', '2020-01-01T10:00:00Z'],
  ['=', '='],
  ['v1.2', 'v1.2'],
  ['1.2.3', '1.2.3'],
  ['100m', '100m'],
  ["'yes'", 'yes'],
  ['"1"', '1'],
  ['!!binary aGk=', 'hi'],
  ['!!str 1', '1'],
  ['!custom text', 'text'],
];

describe('parseYaml', () => {
  for (const [text, value] of SCALARS) {
    it(`reads ${text || 'nothing'} as ${typeof value} ${String(value)}`, () => {
      assert.deepEqual(valueOf(`key: ${text}\n`), { key: value });
    });
  }

  for (const [text, key] of [
    ['n', 'false'],
    ['yes', 'true'],
    ['12', '12'],
    ['014', '12'],
    ['"n"', 'n'],
    ['a b', 'a b'],
  ] as const) {
    it(`reads the key ${text} as ${key}`, () => {
      assert.deepEqual(valueOf(`${text}: v\n`), { [key]: 'v' });
    });
  }

  it('reads JSON', () => {
    assert.deepEqual(valueOf('{"a": [1, "no", null, {"b": true}]}'), {
      a: [1, 'no', null, { b: true }],
    });
  });

  it('reads anchors, aliases and merge keys', () => {
    const text = 'base: &b {x: 1, z: 2}\ncopy: *b\nmore: {<<: *b, z: 3}\n';
    assert.deepEqual(valueOf(text), {
      base: { x: 1, z: 2 },
      copy: { x: 1, z: 2 },
      more: { x: 1, z: 3 },
    });
  });

  it('reads block scalars with their line ends', () => {
    const text = 'keep: |+\n  a\n\nclip: |\n  a\n  b\nstrip: >-\n  a\n  b\n';
    assert.deepEqual(valueOf(text), { keep: 'a\n\n', clip: 'a\nb\n', strip: 'a b' });
  });

  it('leaves out empty documents, and knows the lines of the others', () => {
    const text = '\uFEFF# comment\n---\n---\na: 1\n...\n---\n# only a comment\n---\nb:\n  - c: 2\n';
    const documents = parseYaml(text, 'a.yaml');
    assert.deepEqual(
      documents.map(({ value, line }) => ({ value, line })),
      [
        { value: { a: 1 }, line: 4 },
        { value: { b: [{ c: 2 }] }, line: 9 },
      ],
    );
    assert.equal(documents[1]?.lineOf(['b', 0, 'c']), 10);
  });

  it('gives the line of the nearest parent for a field that is not there', () => {
    const [document] = parseYaml('a:\n  b:\n    c: 1\nd: 2\n', 'a.yaml');
    assert.equal(document?.lineOf(['a', 'b', 'missing', 'deeper']), 3);
    assert.equal(document?.lineOf(['missing']), 1);
    assert.equal(document?.lineOf(['d']), 4);
  });

  it('does not let a document reach the prototype of objects', () => {
    const value = valueOf('__proto__: {polluted: true}\nconstructor: 1\n');
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('parseYaml on broken text', () => {
  const cases: [what: string, text: string, expected: RegExp][] = [
    ['an open bracket', 'a: 1\nb: [1, 2\n', /^a\.yaml:\d: .*flow/i],
    ['a tab for indentation', 'a:\n\tb: 1\n', /^a\.yaml:2: .*tab/i],
    ['a key twice', 'a: 1\nb: 2\na: 3\n', /^a\.yaml:3: .*unique/i],
    ['an infinite number', 'a: 1\nb: .inf\n', /^a\.yaml:2: \.inf cannot be written as JSON/],
    ['no number', 'a: .nan\n', /^a\.yaml:1: \.nan cannot be written as JSON/],
    ['an unknown alias', 'a: *b\n', /^a\.yaml:1: .*alias/i],
    ['an open quote', 'a: "b\n', /^a\.yaml:\d: .*quote/i],
  ];
  for (const [what, text, expected] of cases) {
    it(`names file and line of ${what}`, () => {
      const [problem] = problemsOf(() => parseYaml(text, 'a.yaml'));
      assert.equal(problem?.code, 'yaml-invalid');
      assert.match(problem === undefined ? '' : shown(problem), expected);
    });
  }

  it('names the errors of every document', () => {
    const problems = problemsOf(() => parseYaml('a: .inf\n---\nb: 1\n---\nc: .nan\n', 'a.yaml'));
    assert.deepEqual(
      problems.map(({ at }) => at?.line),
      [1, 5],
    );
  });

  it('refuses aliases that expand without end', () => {
    const levels = 'bcdefghij'.split('').map((name) => {
      const inner = String.fromCodePoint(name.codePointAt(0)! - 1);
      return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${inner}`).join(', ')}]`;
    });
    const text = `a: &a [${'x, '.repeat(9)}x]\n${levels.join('\n')}\n`;
    const [problem] = problemsOf(() => parseYaml(text, 'a.yaml'));
    assert.equal(problem?.code, 'yaml-invalid');
    assert.match(problem.message, /alias/i);
  });
});
