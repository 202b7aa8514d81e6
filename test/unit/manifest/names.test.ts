import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../../src/manifest/names.ts';

describe('DNS_SUBDOMAIN', () => {
  for (const name of [
    'a',
    '0',
    'a-b',
    'a--b',
    'a.b',
    '1.2.3',
    `${'x.'.repeat(126)}x`,
    'x'.repeat(253),
  ]) {
    it(`takes ${name.slice(0, 20)}`, () => assert.match(name, DNS_SUBDOMAIN));
  }

  const wrong = [
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    '-a',
    'a-',
    'a.-b',
    'a-.b',
    'A',
    'a_b',
    'a b',
    'ä',
    'a\n',
  ];
  for (const name of [...wrong, 'x'.repeat(254), `${'x.'.repeat(127)}x`]) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () =>
      assert.doesNotMatch(name, DNS_SUBDOMAIN));
  }

  it('is labels of any length between dots', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '0', '-', '.'), maxLength: 60 });
    fc.assert(
      fc.property(texts, (text) => {
        const expected = text.split('.').every((label) => DNS_LABEL.test(label));
        assert.equal(DNS_SUBDOMAIN.test(text), expected, text);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});
