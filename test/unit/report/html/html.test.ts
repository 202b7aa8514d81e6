import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { BREAK, document, element } from '../../../../src/report/html/html.ts';
import type { Content } from '../../../../src/report/html/html.ts';

/** The markup of content, by way of a page of nothing else. */
function rendered(...content: readonly Content[]): string {
  const page = document('', { style: '', policy: '' }, element('main', {}, ...content));
  return page.slice(page.indexOf('<main>') + '<main>'.length, page.lastIndexOf('</main>'));
}

describe('element', () => {
  it('escapes text, and nests markup', () => {
    assert.equal(
      rendered('a < b & "c" > \'d\'', element('b', {}, '<i>')),
      'a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;<b>&lt;i&gt;</b>',
    );
  });

  it('escapes the values of attributes, and leaves out those that are undefined', () => {
    const attributes = { class: '"><script>', id: undefined, x: 3, href: '#a"b' } as const;
    assert.equal(
      rendered(element('a', attributes)),
      '<a class="&quot;&gt;&lt;script&gt;" x="3" href="#a&quot;b"></a>',
    );
  });

  it('takes lists, and nothing for undefined', () => {
    assert.equal(rendered(['a', [undefined, element('b', {}, 'c')]], undefined), 'a<b>c</b>');
  });

  it('shows what a page must not hold, and what turns text around, as such', () => {
    assert.equal(rendered('\0\u001B[31m\r\u202Eabc\uD800\uFFFE\n\t'), '��[31m��abc��\n\t');
  });

  it('knows where a word may be broken', () => {
    assert.equal(rendered('a.', BREAK, 'b'), 'a.<wbr aria-hidden="true">b');
  });

  it('does not take an object that looks like markup', () => {
    const forged = JSON.parse('{"markup": "<script>", "#text": "<script>"}') as never;
    assert.throws(() => rendered(forged), TypeError);
  });
});

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^(?:[<>"'&/=;! -]|script|style|--|on|]]|\]|[a-c]){0,30}$/),
  );
  const ALLOWED = /<(?:\/(?:main|b)|b class="[^"<>]*")>/g;
  const ENTITIES = /&(?:amp|lt|gt|quot|#39);/g;
  const VALUES: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };

  it('adds no markup, as text or in an attribute, and can be read from it again', () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        const markup = rendered(element('b', { class: value }, name));
        const match = /^<b class="([^"<>]*)">([^"<>]*)<\/b>$/.exec(markup);
        assert.ok(match, markup);
        const [, inAttribute = '', inText = ''] = match;
        assert.doesNotMatch(markup.replaceAll(ALLOWED, '').replaceAll(ENTITIES, ''), /[<>"'&]/);
        const read = (escaped: string): string =>
          escaped.replaceAll(ENTITIES, (entity) => VALUES[entity] ?? '');
        assert.deepEqual([read(inAttribute), read(inText)], [shown(value), shown(name)]);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  /** What a reader is to see of it. */
  function shown(given: string): string {
    return given
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu, (character) =>
        character === '\n' || character === '\t' ? character : '\uFFFD',
      );
  }
});

describe('document', () => {
  it('has a language, a title and a policy before anything else that counts', () => {
    const page = document(
      'a < b',
      { style: 'p {}', policy: "default-src 'none'" },
      element('body', {}),
    );
    assert.equal(
      page,
      `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>a &lt; b</title>
<style>p {}</style>
</head>
<body></body>
</html>
`,
    );
  });
});
