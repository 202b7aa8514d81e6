import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { printable } from '../../src/terminal.ts';

describe('printable', () => {
  const table: [string, string][] = [
    ['plain – ü 💡', 'plain – ü 💡'],
    ['a\n\tb', 'a\n\tb'],
    ['a\r\nb', 'a\uFFFD\nb'],
    ['\u001B[2J\u001B]0;title\u0007', '\uFFFD[2J\uFFFD]0;title\uFFFD'],
    ['\u0000\u0008\u000B\u000C\u001F\u007F', '\uFFFD'.repeat(6)],
    ['\u0080\u009B31m\u009F', '\uFFFD\uFFFD31m\uFFFD'],
    ['\u00A0', '\u00A0'],
    ['a\u202Eb\u2066c\u200F', 'a\uFFFDb\uFFFDc\uFFFD'],
  ];
  for (const [text, expected] of table) {
    it(JSON.stringify(text), () => assert.equal(printable(text), expected));
  }
});
