import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { toJsonText } from '../../../src/manifest/json.ts';
import { formatYaml, parseYaml } from '../../../src/manifest/yaml.ts';

/** Strings that some YAML reader takes for something else, or that need care to be written. */
const TRICKY = [
  ['', ' ', 'y', 'N', 'yes', 'No', 'on', 'OFF', 'true', 'False', 'null', 'Null', '~', '=', '<<'],
  ['0', '-0', '+1', '014', '0o14', '0O7', '0x1F', '0b11', '1_000', '08', '1__2', '9'.repeat(25)],
  ['1.', '.5', '1e3', '123e', '12e03', '-.5e-3', '.inf', '-.Inf', '.NaN', '._', '1_e3'],
  ['2020-01-01', '2020-01-01T10:00:00Z', '190:20:30', '1:2', '-1:30.5', '12:34'],
  ['a: b', 'a:', ':a', '- a', '-', '--', '---', '...', '? a', '?', '# a', 'a #b', 'a#b', '!!str'],
  ['&a', '*a', '!a', '|', '>', '|-', '%YAML', '@a', '`a', '{', '}', '[a]', ',', '"', "'", '\\'],
  ['a\n', 'a\nb', '\na', 'a\n\n', ' a\n b', '\ta', 'a\t', 'a ', ' a', '\n', '\r\n', 'a\rb', '\0'],
  ['\u0085', '\u2028', '\uFEFF', '\u007F', 'ünïcödé', '日本語', '🏮', 'a\u0000b', '\u001B[0m'],
  ['# a\n  b\n', 'a\n# b', 'key: |\n  text', '${X}', '%{x}', '__proto__', 'a\n \n', 'a \nb'],
].flat();

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[-+]?[0-9a-fox_.:e]{1,12}$/),
  fc.array(fc.constantFrom(...TRICKY), { maxLength: 4 }).map((parts) => parts.join('\n')),
);

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  // Beyond what a double holds; between, the reader gives a number.
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
);

const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

const reread = (value: unknown): unknown => parseYaml(formatYaml(value), 'a.yaml')[0]?.value;

describe('formatYaml, then parseYaml', () => {
  for (const tricky of TRICKY) {
    it(`keeps ${JSON.stringify(tricky)} as a value, a key and an item`, () => {
      const value = { [tricky]: 'v', v: tricky, list: [tricky, [tricky]], nested: { k: tricky } };
      assert.equal(toJsonText(reread(value)), toJsonText(value));
    });
  }

  it('keeps any JSON value', () => {
    fc.assert(
      fc.property(json, (value) => {
        // Wrapped, since a document that is null counts as empty.
        assert.equal(toJsonText(reread({ value })), toJsonText({ value }));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('writes the same text again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const first = formatYaml({ value });
        assert.equal(formatYaml(parseYaml(first, 'a.yaml')[0]?.value), first);
      }),
      { numRuns: 500, seed: 2 },
    );
  });

  it('keeps JSON text that is read as YAML', () => {
    fc.assert(
      fc.property(json, (value) => {
        const [document] = parseYaml(JSON.stringify({ value }, bigintsAsText), 'a.json');
        assert.equal(toJsonText(document?.value), JSON.stringify({ value }, bigintsAsText));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
