import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { shellWord } from '../../src/shell-word.ts';

describe('shellWord', () => {
  const cases: [text: string, word: string][] = [
    ['image-tag:proxy', 'image-tag:proxy'],
    ['registry.example.com/a:1@sha256:0', 'registry.example.com/a:1@sha256:0'],
    ['', "''"],
    ['spec.tags[].name', "'spec.tags[].name'"],
    ['a b', "'a b'"],
    ['$(reboot)', "'$(reboot)'"],
    ["it's", String.raw`'it'\''s'`],
    ['-x\n', "'-x\n'"],
  ];
  for (const [text, word] of cases) {
    it(`writes ${JSON.stringify(text)} as ${JSON.stringify(word)}`, () => {
      assert.equal(shellWord(text), word);
    });
  }

  it('is one word with that text to a shell, whatever the text', () => {
    const texts = fc.sample(fc.string({ unit: 'binary-ascii' }), { numRuns: 200, seed: 1 });
    const words = texts
      .map((text) => text.replaceAll('\0', ''))
      .concat('`a`', '*', '~', '!!', '{a,b}');
    const script = words.map((text) => `printf '%s\\0' ${shellWord(text)}`).join('\n');
    const shown = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
    assert.deepEqual(shown.split('\0').slice(0, -1), words);
  });
});
