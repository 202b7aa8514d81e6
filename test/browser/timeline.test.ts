import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { runPage } from '../../src/report/html/run-page.ts';
import { timeAxis } from '../../src/report/html/time-axis.ts';
import { runOf, shopPlan } from '../unit/report/html/support/run.ts';
import { startBrowser } from './support/browser.ts';
import type { Browser, Page } from './support/browser.ts';
import { findChromium } from './support/find-chromium.ts';
import { SAMPLES } from './support/sample-pages.ts';

const { program, skip } = await findChromium();

suite('the timeline', { skip }, () => {
  let browser: Browser;

  before(async () => {
    browser = await startBrowser(program);
  });

  after(() => browser.close());

  const onPage = async <T>(html: string, width: number, ask: (page: Page) => Promise<T>) => {
    const page = await browser.open(html, { width });
    try {
      return await ask(page);
    } finally {
      await page.close();
    }
  };

  test('marks the critical path of a known run, to the eye and to a screen reader', async () => {
    const html = SAMPLES['run of 33 objects']?.() ?? '';
    await onPage(html, 1280, async (page) => {
      const path = ['CustomResourceDefinition lamps.example.com', 'Lamp.example.com shop/main'];
      assert.deepEqual(await page.ask(`texts('.path .object')`), path);
      assert.deepEqual(await page.ask(`texts('li.critical summary .object')`), path);
      const told = (await page.accessibility()).filter(
        ({ role, name }) => role === 'DisclosureTriangle' && name.includes('on the critical path'),
      );
      assert.equal(told.length, 2);
      assert.equal(
        told[0]?.name.replaceAll(/\s+/g, ' '),
        'CustomResourceDefinition lamps.example.com created 0.90 s on the critical path',
      );
      const colours = (await page.ask(
        `fills('.timeline li.critical .bar', '.timeline li:not(.critical) .bar')`,
      )) as string[][];
      assert.equal(colours.length, 2);
      assert.ok(colours.every((each) => each.length === 1));
      assert.notDeepEqual(colours[0], colours[1]);
    });
  });

  // Where most labels are long.
  for (const took of [20, 120, 560_000, 2_900_000]) {
    test(`has room for its labels on a small phone, after ${took} ms of one object`, async () => {
      const { report, picture } = runOf(shopPlan(2), { main: { took } });
      await onPage(runPage(report, picture), 320, async (page) => {
        assert.deepEqual(await page.ask('overlaps()'), []);
      });
    });
  }

  for (const width of [360, 1280]) {
    test(`has each bar where its times are, at ${width} pixels`, async () => {
      const { report, picture } = runOf(shopPlan(20), { main: { took: 300 } });
      const { end } = timeAxis(report.durationMilliseconds);
      const expected = picture.outcomes
        .toSorted((a, b) => a.readyAt - b.readyAt)
        .map(({ readyAt, doneAt }) => ({ from: readyAt / end, to: doneAt / end }));
      const bars = await onPage(
        runPage(report, picture),
        width,
        (page) => page.ask(`bars('.timeline > li')`) as Promise<{ from: number; to: number }[]>,
      );
      assert.equal(bars.length, expected.length);
      for (const [index, bar] of bars.entries()) {
        assert.ok(Math.abs(bar.from - (expected[index]?.from ?? 0)) < 0.01, `${index}`);
        assert.ok(Math.abs(bar.to - (expected[index]?.to ?? 0)) < 0.01, `${index}`);
      }
    });
  }

  test('shows all of a large run at once', async () => {
    const html = SAMPLES['run of 300 objects']?.() ?? '';
    const names = await onPage(html, 360, async (page) =>
      (await page.accessibility()).filter(({ role }) => role === 'image').map(({ name }) => name),
    );
    assert.ok(names.some((name) => name.startsWith('All 300 objects over')));
  });
});
