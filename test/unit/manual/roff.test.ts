import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { roffMacro, roffText } from '../../../src/manual/roff.ts';

/** Text of what roff would take for its own, and of anything. */
const unit = fc.oneof(
  fc.constantFrom('.', "'", '"', '\\', '-', '\n', '\r', ' ', 'f', 'B', '['),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const hostile = fc.string({ unit });

describe('roffText', () => {
  for (const [text, expected] of [
    ['plain', 'plain'],
    ['a-b', 'a\\-b'],
    ['.so /etc/passwd', '\\&.so /etc/passwd'],
    ["'so x", "\\&'so x"],
    ['a\n.so x', 'a .so x'],
    ['C:\\temp', 'C:\\etemp'],
    ['\\fBbold', '\\efBbold'],
    ['', ''],
  ] as const) {
    it(JSON.stringify(text), () => assert.equal(roffText(text), expected));
  }

  it('is one line of text, whatever it is made of', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = roffText(text);
        assert.doesNotMatch(line, /^[.']|[\n\r]/);
        // Every backslash begins an escape that stands for a character.
        assert.equal(line.replaceAll(/\\[e&-]/g, '').includes('\\'), false);
      }),
    );
  });
});

describe('roffMacro', () => {
  it('has an argument for each text, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 4 }), (texts) => {
        const line = roffMacro('B', ...texts);
        assert.match(line, /^\.B(?: "[^"]*")*$/);
        assert.equal(line.match(/"/g)?.length ?? 0, texts.length * 2);
      }),
    );
  });
});
