import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startBrowser } from './support/browser.ts';
import type { Browser } from './support/browser.ts';
import { findChromium } from './support/find-chromium.ts';
import { SAMPLES } from './support/sample-pages.ts';

const { program, skip } = await findChromium();
/** Where pictures of the pages go, for whoever wants to look at them. */
const pictures = process.env.MICROSHIFT_OPTIONAL_PICTURES;

suite('every page', { skip }, () => {
  let browser: Browser;

  before(async () => {
    browser = await startBrowser(program);
    if (pictures) await mkdir(pictures, { recursive: true });
  });

  after(() => browser.close());

  for (const [name, make] of Object.entries(SAMPLES)) {
    for (const width of [360, 1280]) {
      for (const scheme of ['light', 'dark'] as const) {
        test(`${name}: is readable at ${width} pixels, ${scheme}`, async () => {
          const page = await browser.open(make(), { width, scheme });
          try {
            if (pictures) {
              const file = `${name} ${width} ${scheme}.png`.replaceAll(' ', '-');
              await page.screenshot(path.join(pictures, file));
            }
            // Folded and unfolded: what is hidden has no place and no colour.
            for (const open of [false, true]) {
              await page.ask(`fold(${open})`);
              assert.deepEqual(
                await page.ask('overflows()'),
                [],
                'nothing reaches beyond its place',
              );
              assert.deepEqual(await page.ask('overlaps()'), [], 'no text lies on another');
              assert.deepEqual(await page.ask('faint()'), [], 'contrast');
            }
            assert.deepEqual(page.trouble(), [], 'asks for nothing, and nothing goes wrong');
          } finally {
            await page.close();
          }
        });
      }
    }

    test(`${name}: has landmarks, headings and names for a screen reader`, async () => {
      const page = await browser.open(make(), { width: 1280 });
      try {
        await page.ask('fold(true)');
        const nodes = await page.accessibility();
        const having = (role: string) => nodes.filter((node) => node.role === role);
        for (const landmark of ['banner', 'navigation', 'main', 'contentinfo']) {
          assert.equal(having(landmark).length, 1, landmark);
        }
        const levels = having('heading').map(({ level }) => level ?? 0);
        assert.equal(levels.filter((level) => level === 1).length, 1);
        for (const [index, level] of levels.entries()) {
          assert.ok(level <= (levels[index - 1] ?? 0) + 1, `levels ${levels.join(' ')}`);
        }
        const regions = new Set(having('region').map(({ name: region }) => region));
        for (const { level, name: heading } of having('heading')) {
          if (level === 2) assert.ok(regions.has(heading), `${heading} is a region`);
        }
        const nameless = nodes.filter(
          (node) =>
            ['link', 'heading', 'region', 'image', 'DisclosureTriangle', 'navigation'].includes(
              node.role,
            ) && node.name.trim() === '',
        );
        assert.deepEqual(nameless, []);
        assert.equal(await page.ask('language()'), 'en');
        assert.match(
          String(await page.ask('title()')),
          /^(?:apply|plan): .* – microshift-optional$/,
        );
        assert.deepEqual(await page.ask('deadLinks()'), []);
        assert.deepEqual(await page.ask('duplicateIds()'), []);
      } finally {
        await page.close();
      }
    });
  }

  test('the keyboard reaches everything, in order, and can be seen to', async () => {
    for (const name of ['run with failures', 'plan of 33 objects']) {
      const page = await browser.open(SAMPLES[name]?.() ?? '', { width: 360 });
      try {
        await page.ask('fold(true)');
        const expected = (await page.ask('focusable()')) as string[];
        const reached: string[] = [];
        for (const what of expected) {
          await page.press('Tab');
          const focused = (await page.ask('focused()')) as Focused;
          assert.ok(focused.isMarked && focused.isSeen, what);
          reached.push(focused.what);
        }
        assert.deepEqual(reached, expected);
        assert.match(reached[0] ?? '', /Skip to the content/);
        assert.ok(reached.some((what) => what.startsWith('div.scroller')));
      } finally {
        await page.close();
      }
    }
  });

  for (const scripts of [true, false]) {
    test(`works ${scripts ? 'with' : 'without'} JavaScript, by keyboard`, async () => {
      const html = SAMPLES['run of 33 objects']?.() ?? '';
      const page = await browser.open(html, { width: 360, scripts });
      try {
        await page.press('Tab');
        await page.press('Enter');
        const skipped = (await page.ask('focused()')) as Focused;
        assert.equal(skipped.id, 'content');
        let focused: Focused;
        do {
          await page.press('Tab');
          focused = (await page.ask('focused()')) as Focused;
        } while (focused.what.startsWith('a.'));
        assert.match(focused.what, /^summary\.row "Namespace shop/);
        assert.equal(await page.ask('isOpen()'), false);
        await page.press('Enter');
        assert.equal(await page.ask('isOpen()'), true);
        assert.deepEqual(page.trouble(), []);
      } finally {
        await page.close();
      }
    });
  }
});

type Focused = { what: string; id: string; isMarked: boolean; isSeen: boolean };
