import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { code, folded, list, section, table, words } from '../../../src/report/markdown.ts';
import { cellCounts, hostileText } from './support/report.ts';

/** The text of a value, as both forms show it. */
const shownText = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\uFFFD')
    .trim();

/** https://spec.commonmark.org/0.31.2/#backslash-escapes */
const unescaped = (markdown: string): string =>
  markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, (_, character: string) => character);

describe('code', () => {
  const cases: [text: string, markdown: string][] = [
    ['a', '`a`'],
    ['a b', '`a b`'],
    [' a\n\tb ', '`a b`'],
    ['', '` `'],
    ['\n', '` `'],
    ['`', '`` ` ``'],
    ['a`b', '`` a`b ``'],
    ['``a`', '``` ``a` ```'],
    ['<b>*a*', '`<b>*a*`'],
    ['\u001B[31mred', '`\uFFFD[31mred`'],
  ];
  for (const [text, markdown] of cases) {
    it(`of ${JSON.stringify(text)} is ${markdown}`, () => assert.equal(code(text), markdown));
  }

  it('ends where it is to end, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = code(text);
        assert.doesNotMatch(markdown, /[\p{Cc}\u2028\u2029]/u);
        const fence = /^`+/.exec(markdown)?.[0] ?? '';
        const inner = markdown.slice(fence.length, -fence.length);
        assert.equal(`${fence}${inner}${fence}`, markdown);
        const runs = [...inner.matchAll(/`+/g)].map(([run]) => run);
        assert.ok(fence !== '' && !runs.includes(fence), markdown);
        assert.doesNotMatch(inner, /^`|`$|^$/);
        assert.equal(inner.trim(), shownText(text));
      }),
    );
  });
});

describe('words', () => {
  const cases: [text: string, markdown: string][] = [
    ['plain words, (v1.2)', 'plain words, (v1.2)'],
    ['a\r\n b', 'a b'],
    ['<img src=x>', String.raw`\<img src=x\>`],
    ['[a](http://b)', String.raw`\[a\](http://b)`],
    ['*a* _b_ `c` ~d~', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~'],
    ['&lt;b&gt;', String.raw`\&lt;b\&gt;`],
    ['a|b', String.raw`a\|b`],
    ['- a', String.raw`\- a`],
    ['+ a', String.raw`\+ a`],
    ['1. a', String.raw`1\. a`],
    ['12) a', String.raw`12\) a`],
    ['1.4.2', '1.4.2'],
    ['1.', String.raw`1\.`],
    ['---', String.raw`\---`],
    ['v1.2', 'v1.2'],
    ['# a', String.raw`\# a`],
    ['> a', String.raw`\> a`],
    ['a\u202Eb', 'a\uFFFDb'],
  ];
  for (const [text, markdown] of cases) {
    it(`of ${JSON.stringify(text)} are ${markdown}`, () => assert.equal(words(text), markdown));
  }

  it('are no markup, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = words(text);
        assert.equal(unescaped(markdown), shownText(text));
        assert.doesNotMatch(markdown, /[\p{Cc}\u2028\u2029]/u);
        // What remains without the escapes has nothing that Markdown takes for more than a letter.
        const bare = markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, '');
        assert.doesNotMatch(bare, /[\\`*_{}[\]<>#|~&]/);
        assert.doesNotMatch(markdown, /^(?:[-+]|\d+[.)](?:\s|$))/);
      }),
    );
  });
});

describe('table', () => {
  it('is a row a line, with a line below the head', () => {
    assert.equal(
      table(
        ['a', 'b'],
        [
          ['1', '2'],
          ['3', ''],
        ],
      ),
      '| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |',
    );
  });

  const bars: [cell: string, escaped: string][] = [
    ['`a|b`', '`a\\|b`'],
    [String.raw`a\|b`, String.raw`a\|b`],
    [String.raw`a\\|b`, String.raw`a\\\|b`],
    [String.raw`a\\\|b`, String.raw`a\\\|b`],
  ];
  for (const [cell, escaped] of bars) {
    it(`keeps the bar of ${cell} in its cell`, () => {
      assert.equal(table(['a'], [[cell]]).split('\n')[2], `| ${escaped} |`);
    });
  }

  it('keeps its rows and cells, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileText, hostileText), { minLength: 1 }), (values) => {
        const rows = values.map(([one, two]) => [
          code(one),
          words(two),
          `${code(one)}, ${code(two)}`,
        ]);
        const lines = table(['one', 'two', 'three'], rows).split('\n');
        assert.equal(lines.length, rows.length + 2);
        for (const line of lines) {
          assert.deepEqual(cellCounts(line), [3, 3], line);
        }
      }),
    );
  });
});

describe('a page', () => {
  it('has an item a line, however hostile', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (values) => {
        const lines = list(values.map((text) => `${code(text)}: ${words(text)}`)).split('\n');
        assert.equal(lines.length, Math.max(1, values.length));
      }),
    );
  });

  it('has sections where something stands below their heading', () => {
    assert.deepEqual(section('A', '', 'b', ''), ['## A', 'b']);
    assert.deepEqual(section('A', ''), []);
    assert.deepEqual(section('A'), []);
  });

  it('folds what is long', () => {
    assert.equal(folded('A', 'b', 12), 'b');
    assert.equal(folded('A', 'b', 13), '<details><summary>A</summary>\n\nb\n\n</details>');
  });
});
