import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toJsonText } from '../../../src/manifest/json.ts';
import { formatComment, formatYaml, parseYaml } from '../../../src/manifest/yaml.ts';

const valueOf = (text: string): unknown => parseYaml(text, 'a.yaml')[0]?.value;

describe('formatYaml', () => {
  it('writes block style in the order of the keys', () => {
    const text = formatYaml({ b: [{ c: 1, a: 'x' }], a: {}, n: [], t: 'a\nb\n', q: 'yes' });
    assert.equal(text, 'b:\n  - c: 1\n    a: x\na: {}\n"n": []\nt: |\n  a\n  b\nq: "yes"\n');
  });

  it('does not fold long lines and does not make anchors', () => {
    const shared = { long: 'word '.repeat(60).trim() };
    assert.equal(formatYaml([shared, shared]), `- long: ${shared.long}\n- long: ${shared.long}\n`);
  });

  for (const character of ['\u007F', '\u0080', '\u0085', '\u2028', '\u2029', '\uFEFF']) {
    const code = character.codePointAt(0)?.toString(16).padStart(4, '0');
    it(`escapes U+${code}, which go-yaml refuses or takes for a line end`, () => {
      const value = { [`k${character}`]: `a${character}b`, lines: `a\n${character}\nb` };
      const text = formatYaml(value);
      assert.ok(!text.includes(character), text);
      assert.deepEqual(valueOf(text), value);
    });
  }

  it('writes quoted text on one line', () => {
    const value = `\ta\n \n${'x'.repeat(50)}\n`;
    assert.equal(formatYaml({ value }), `value: ${JSON.stringify(value)}\n`);
  });

  for (const text of ['\ta\nb\n', '\n\tb\n', ' \na\n', '\n \na', ' \t\n']) {
    it(`quotes ${JSON.stringify(text)}, whose first blanks would be taken for indentation`, () => {
      assert.equal(formatYaml({ text }), `text: ${JSON.stringify(text)}\n`);
    });
  }

  it('keeps the digits of 64-bit numbers', () => {
    const value = { maximum: 9223372036854775807n };
    assert.equal(formatYaml(value), 'maximum: 9223372036854775807\n');
    assert.equal(toJsonText(valueOf(formatYaml(value))), '{"maximum":9223372036854775807}');
  });

  it('keeps whatever a comment has inside of the comment', () => {
    const breaks = 'a\nb: 1\r\u0085\u2028\u2029\0\t\u202Ec\uFEFF';
    const value = { field: [{ inner: 'x' }] };
    const paths = [['field'], ['field', 0], ['field', 0, 'inner']];
    const text = formatYaml(
      value,
      paths.map((path) => ({ path, text: breaks })),
    );
    const comment = formatComment([breaks, '']);
    assert.equal(comment.split('\n').length, 3);
    assert.match(comment, /^# a b: 1 +c \n#\n$|^# a b: 1 +c\n#\n$/);
    assert.deepEqual(valueOf(`${comment}${text}`), value);
    assert.doesNotMatch(`${comment}${text}`, /[\r\t\0\u0085\u2028\u2029\u202E\uFEFF]/);
  });
});
