import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import * as fc from 'fast-check';
import { planPage } from '../../src/report/html/plan-page.ts';
import { runPage } from '../../src/report/html/run-page.ts';
import { HOSTILE, hostilePlan } from '../unit/report/html/support/hostile.ts';
import { PROGRAM, runOf } from '../unit/report/html/support/run.ts';
import { startBrowser } from './support/browser.ts';
import type { Browser } from './support/browser.ts';
import { findChromium } from './support/find-chromium.ts';
import { SAMPLES } from './support/sample-pages.ts';

const { program, skip } = await findChromium();

/** Text that no page may hold, and that which turns text around, is seen as such. */
const shown = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu, '\uFFFD');

suite('hostile names and messages', { skip }, () => {
  let browser: Browser;

  before(async () => {
    browser = await startBrowser(program);
  });

  after(() => browser.close());

  const look = async (html: string) => {
    const page = await browser.open(html, { width: 1280 });
    try {
      return {
        names: (await page.ask(`texts('summary .name')`)) as string[],
        all: (await page.ask(`texts('body')`)) as string[],
        hacked: await page.ask('hacked()'),
        vocabulary: (await page.ask('vocabulary()')) as Record<string, string[]>,
        trouble: page.trouble(),
      };
    } finally {
      await page.close();
    }
  };

  const pages: [name: string, make: (texts: readonly string[]) => string, harmless: string[]][] = [
    [
      'a run',
      (texts) => {
        const { report, picture } = runOf(hostilePlan(texts), {
          [texts[0] ?? '']: { action: 'failed', message: texts.join('') },
        });
        return runPage(report, picture);
      },
      ['run with failures', 'run of 300 objects'],
    ],
    ['a plan', (texts) => planPage(hostilePlan(texts), PROGRAM), ['plan of 33 objects']],
  ];

  for (const [name, make, harmless] of pages) {
    const judge = async (texts: readonly string[]): Promise<void> => {
      const { names, all, hacked, vocabulary, trouble } = await look(make(texts));
      const expected = hostilePlan(texts).nodes.map(({ id }) =>
        shown(id.namespace === '' ? id.name : `${id.namespace}/${id.name}`),
      );
      assert.deepEqual(names.toSorted(), expected.toSorted(), 'each name is text, as it was');
      for (const text of texts) assert.ok(all[0]?.includes(shown(text)), text);
      assert.equal(hacked, false);
      assert.deepEqual(trouble, []);
      // Nothing that a page of harmless names has not.
      const usual = await Promise.all(harmless.map((each) => look(SAMPLES[each]?.() ?? '')));
      for (const [sort, words] of Object.entries(vocabulary)) {
        const known = new Set(usual.flatMap((each) => each.vocabulary[sort] ?? []));
        assert.deepEqual(
          words.filter((word) => !known.has(word)),
          [],
        );
      }
    };

    test(`stay text in the page of ${name}`, () => judge(HOSTILE));

    test(`stay text in the page of ${name}, whatever they are`, async () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.stringMatching(/^[<>"'&/=;! a-c-]{1,30}$/),
        fc.constantFrom('<script>', '</svg>', '</style>', '<!--', '-->', ']]>', '&#0;', '&#x202e;'),
      );
      const texts = fc.sample(
        fc.array(text, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('')),
        { seed: 17, numRuns: 300 },
      );
      await judge(texts);
    });
  }

  test('would run if they were not escaped', async () => {
    const open = SAMPLES['plan of 33 objects']?.() ?? '';
    const page = open
      .replace(/<meta http-equiv[^>]*>/, '')
      .replace('<main', `${HOSTILE.slice(0, 2).join('')}<main`);
    const { hacked, trouble } = await look(page);
    assert.equal(hacked, true);
    assert.ok(trouble.some((text) => text.includes('evil.example')));
  });

  test('would be kept from running by the policy, too', async () => {
    const open = SAMPLES['plan of 33 objects']?.() ?? '';
    const page = open.replace('<main', `${HOSTILE.slice(0, 2).join('')}<main`);
    const { hacked, trouble } = await look(page);
    assert.equal(hacked, false);
    assert.ok(trouble.some((text) => text.includes('Content Security Policy')));
  });
});
