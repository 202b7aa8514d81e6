import * as fc from 'fast-check';

/** Strings that some YAML reader takes for something else, or that need care to be written. */
export const TRICKY = [
  ['', ' ', 'y', 'N', 'yes', 'No', 'on', 'OFF', 'true', 'False', 'null', 'Null', '~', '=', '<<'],
  ['0', '-0', '+1', '014', '0o14', '0O7', '0x1F', '0b11', '1_000', '08', '1__2', '9'.repeat(25)],
  [
    '0644',
    '0B11',
    '0X_',
    '-_1',
    '+._5',
    '0777777777777777777777777',
    '-0x1',
    '18446744073709551616',
  ],
  ['1.', '.5', '1e3', '123e', '12e03', '-.5e-3', '.inf', '-.Inf', '.NaN', '._', '1_e3', '1e400'],
  ['2020-01-01', '2020-01-01T10:00:00Z', '2001-12-14 21:59:43.10', '190:20:30', '1:2', '-1:30.5'],
  ['a: b', 'a:', ':a', '- a', '-', '--', '---', '...', '? a', '?', '# a', 'a #b', 'a#b', '!!str'],
  ['&a', '*a', '!a', '|', '>', '|-', '%YAML', '@a', '`a', '{', '}', '[a]', ',', '"', "'", '\\'],
  ['a\n', 'a\nb', '\na', 'a\n\n', ' a\n b', '\ta', 'a\t', 'a ', ' a', '\n', '\r\n', 'a\rb', '\0'],
  ['\ta\nb', ' \na', '\n\ta', 'a\n\t\n', '---\na', 'a\n---\nb', '"a"\n', 'it\'s "a"', 'a\n...\n'],
  ['\u0085', '\u2028', '\uFEFF', '\u007F', 'ünïcödé', '日本語', '🏮', 'a\u0000b', '\u001B[0m'],
  ['e\u0301', '\u200B', 'a\u00A0b', '\u00A0', '\uFFFD', '\u{10FFFF}', '\u2029a', '👩🏽‍🚒'],
  ['# a\n  b\n', 'a\n# b', 'key: |\n  text', '${X}', '%{x}', '__proto__', 'a\n \n', 'a \nb'],
  ['k'.repeat(1100), 'word '.repeat(300), `${'x'.repeat(90)}\n  ${'y z '.repeat(30)}\n`],
].flat();

const text = fc.oneof(
  fc.constantFrom(...TRICKY),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[-+]?[0-9a-fox_.:e]{1,12}$/),
  fc.array(fc.constantFrom(...TRICKY), { maxLength: 4 }).map((parts) => parts.join('\n')),
  fc.array(fc.constantFrom(' ', '\n', '\t', 'a', '#', ': ', '- '), { maxLength: 12 }).map(joined),
);

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  // Beyond what a double holds; between, the reader gives a number.
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
);

/** Any JSON value: see src/manifest/json.ts. */
export const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Text without indicators: one plain scalar, which may look like a number or a word. */
export const plainScalar = fc
  .oneof(
    anyOf('0189+-._eExXoObB', 10),
    anyOf('0123456789abcdefxXoObByYnNtTrRuUsSlLfFiI~=<+-_.:', 8),
    anyOf('01._e+-', 40),
    fc
      .tuple(
        fc.constantFrom('', '+', '-'),
        fc.constantFrom('0x', '0X', '0b', '0B', '0o', '0O', '0', '', '.', '_'),
        anyOf('01234567_', 70),
      )
      .map(joined),
    fc.stringMatching(/^[-+]?[0-9]{1,25}(?:\.[0-9]{0,25})?(?:[eE][-+]?[0-9]{1,3})?$/),
    fc.stringMatching(/^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ][0-9:.]{1,9}(?:Z|[-+]05:00)?)?$/),
    fc.stringMatching(/^[-+]?[0-9]{1,3}(?::[0-9]{1,2}){1,2}(?:\.[0-9]{1,2})?$/),
  )
  // These are indicators: of a list, a key, a document.
  .filter((scalar) => !/^(?:[-:?](?= |$)|---|:)|:(?= |$)|^ | $/.test(scalar));

const PIECES = [
  ['a', 'b', '1', 'a: ', '- ', '? ', ': ', ':', '\n', '\n ', '\n  ', '\n    ', ' ', '[', ']'],
  ['{', '}', ', ', ',', '"', "'", '# c', 'c', '|', '>', '|-\n', '|2\n', '>+\n', '\t', 'a:\n'],
  ['- a\n', 'b: 1\n', '-', 'x y', '"q"', "'s'", '&a ', '*a ', '!!str ', '~', '<<: ', '?'],
  ['a:', '\r\n', '\n\n', '#', '%', '@', '`', '!', '---\n', '\\', '\\n', '\u2028'],
].flat();

/** Text made of what YAML is made of. */
export const yamlText = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 })
  .map(joined);

function anyOf(characters: string, maxLength: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...characters.split('')), { minLength: 1, maxLength })
    .map(joined);
}

function joined(parts: readonly string[]): string {
  return parts.join('');
}
