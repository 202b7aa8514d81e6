import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { planPage } from '../../../../src/report/html/plan-page.ts';
import { runPage } from '../../../../src/report/html/run-page.ts';
import { hostilePlan } from './support/hostile.ts';
import { PROGRAM, runOf, shopPlan } from './support/run.ts';
import type { Run } from './support/run.ts';

const page = ({ report, picture }: Run): string => runPage(report, picture);

/** The text of a page's elements, without markup: enough for what these tests look for. */
const text = (html: string): string =>
  html
    .replace(/^[^]*<body>/, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"');

const section = (html: string, id: string): string => {
  const start = html.indexOf(`<section id="${id}"`);
  return start < 0 ? '' : html.slice(start, html.indexOf('</section>', start));
};

describe('runPage', () => {
  it('says what was done, how long it took, and of which trees', () => {
    const html = page(runOf(shopPlan(20)));
    assert.match(html, /<h1>apply: done<\/h1>/);
    assert.match(
      text(html),
      /20 objects in 0\.\d+ s, from 2026-11-21 09:00:00 UTC\. Exit status 0\./,
    );
    assert.match(text(html), /shop 1\.4\.0: done \(\/usr\/lib\/microshift\/manifests\.d\/shop\)/);
    assert.match(text(html), /Written by microshift-optional 1\.2\.3 \(abcdef123456\)\./);
  });

  it('lists the critical path with the time of each step', () => {
    const fates = { 'lamps.example.com': { took: 900 }, main: { took: 80 } };
    const path = text(section(page(runOf(shopPlan(20), fates)), 'critical-path'));
    const steps = [
      '0.06 s reading the trees and the cluster',
      '0.90 s CustomResourceDefinition lamps.example.com',
      '0.08 s Lamp.example.com shop/main',
      '0.03 s recording what was applied',
    ];
    assert.deepEqual(
      path.split('\n').filter((line) => /^\d/.test(line)),
      steps,
    );
  });

  it('says with each object what it waited for, and why', () => {
    const html = section(page(runOf(shopPlan(20))), 'timeline');
    assert.match(
      text(html),
      /Lamp\.example\.com shop\/main created 0\.02 s\nReady at 0\.08 s, created at 0\.10 s\. Of the tree shop\.\nAfter \(2\):\n/,
    );
    assert.match(text(html), /CustomResourceDefinition lamps\.example\.com is Established: \S.*/);
    assert.match(html, /is written: [^<]+<strong> \(the last thing it waited for\)<\/strong>/);
    assert.match(text(html), /Namespace shop created[^]*?Waits for nothing\.\nBefore \(\d+\):/);
  });

  it('has failures first, those of one cause together, with code, message, place and hint', () => {
    const html = page(
      runOf(shopPlan(33), { shop: { action: 'failed', message: 'no room\nfor it' } }),
    );
    assert.match(html, /<h1>apply: the API server refused something<\/h1>/);
    const problems = text(section(html, 'problems'));
    assert.match(problems, /no room\nfor it apply-refused/);
    assert.match(problems, /What to do: correct the field in the manifest/);
    assert.match(problems, /Namespace shop – shop\.yaml:1/);
    assert.match(problems, /was not written, since Namespace shop failed apply-skipped/);
    assert.match(problems, /and \d+ more/);
    assert.match(text(section(html, 'graph')), /Namespaceshop: not done/);
  });

  it('says of what never had its turn nothing but that', () => {
    const run = runOf(shopPlan(20), { 'lamps.example.com': { action: 'waiting' } });
    const timeline = text(section(page(run), 'timeline'));
    assert.match(timeline, /lamps\.example\.com waiting 4\.94 s on the critical path/);
    assert.match(timeline, /not done at 5\.00 s, when the time was over/);
    assert.match(
      timeline,
      /shop\/main waiting –\nthe deadline passed [^\n]* apply-deadline [^\n]*\nIts turn never came\./,
    );
  });

  it('tells what a dry run is, and shows what was pruned', () => {
    const { report, picture } = runOf(shopPlan(14));
    const [node] = shopPlan(14).nodes;
    assert.ok(node);
    const removable = {
      key: 'k',
      id: {
        ...node.id,
        name: 'old',
      },
      apiVersion: 'v1',
      kind: node.kind,
      uid: undefined,
      tree: 'shop',
      place: {},
      dependencies: [],
    };
    const kept = { because: 'namespace', reason: 'it is not empty' } as const;
    const pruned = [{ removable, action: 'kept', kept, readyAt: 90, doneAt: 95 } as const];
    const html = runPage(report, { ...picture, pruned, isDryRun: true });
    assert.match(html, /<h1>apply --dry-run: done<\/h1>/);
    assert.match(text(html), /Nothing was written\. 15 objects/);
    assert.match(text(html), /Namespace old kept/);
    assert.match(text(html), /No longer in the tree\. Kept: it is not empty/);
    assert.match(text(section(html, 'critical-path')), /\d s the rest\n/);
    const real = runPage(report, { ...picture, pruned, isDryRun: false });
    assert.match(
      text(section(real, 'critical-path')),
      /\d s deleting what is no longer in the trees/,
    );
  });

  it('is a page also where the run ended before it had begun', () => {
    const { report } = runOf(shopPlan(14));
    const problems = [{ code: 'tree-invalid', message: 'holds no kustomization.yaml', hint: 'h' }];
    const html = runPage(
      { ...report, exitStatus: 2, trees: [], problems },
      { outcomes: [], pruned: [], isDryRun: false },
    );
    assert.match(text(html), /holds no kustomization\.yaml tree-invalid/);
    assert.doesNotMatch(html, /id="(?:timeline|graph|critical-path)"/);
  });
});

describe('planPage', () => {
  it('has the layers, and with each object the reason of each edge', () => {
    const html = planPage(shopPlan(20), PROGRAM);
    assert.match(html, /<h1>plan: 20 objects<\/h1>/);
    assert.match(text(html), /Of the tree shop: 3 layers, \d+ edges\./);
    const headings = [...html.matchAll(/<h3[^>]*>([^<]*)</g)].map(([, heading]) => heading);
    assert.deepEqual(headings, ['Layer 1 (7)', 'Layer 2 (12)', 'Layer 3 (1)']);
    assert.match(
      text(html),
      /Deployment shop\/operator\nAfter \(2\):\n[^]*ServiceAccount shop\/operator is written: /,
    );
  });

  it('is a page of nothing, too', () => {
    assert.match(planPage({ nodes: [] }, PROGRAM), /<h1>plan: 0 objects<\/h1>/);
  });
});

describe('every page', () => {
  const failing = Object.fromEntries(
    Array.from({ length: 2900 }, (_, index) => [
      `settings-${index}`,
      { action: 'failed', message: `${index} `.repeat(10_000) } as const,
    ]),
  );
  const long = (): string[] =>
    Array.from({ length: 2900 }, (_, index) => `${index}<&">`.repeat(500));
  const sizes: [name: string, make: () => string, most: number][] = [
    ['3,000 objects', () => page(runOf(shopPlan(3000))), 500_000],
    ['a plan of 3,000 objects', () => planPage(shopPlan(3000), PROGRAM), 350_000],
    ['3,000 long failures', () => page(runOf(shopPlan(3000), failing)), 2_000_000],
    ['3,000 long names', () => page(runOf(hostilePlan(long()))), 4_000_000],
    ['a plan of 3,000 long names', () => planPage(hostilePlan(long()), PROGRAM), 8_000_000],
  ];
  for (const [name, make, most] of sizes) {
    it(`has a bounded size: ${name}`, () => {
      const { length } = make();
      assert.ok(length < most, `${length}`);
    });
  }

  it('allows itself its own style alone', () => {
    for (const html of [page(runOf(shopPlan(14))), planPage(shopPlan(14), PROGRAM)]) {
      const style = html.slice(
        html.indexOf('<style>') + '<style>'.length,
        html.indexOf('</style>'),
      );
      const hash = createHash('sha256').update(style).digest('base64');
      const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
      assert.ok(html.includes(`content="${policy.replaceAll("'", '&#39;')}"`));
      assert.doesNotMatch(
        html,
        /<script|<link|<img|<iframe|<form| on[a-z]+=| style=|url\(|@import|https?:/,
      );
    }
  });

  /** A page's markup without its text, the breaks in it, and the values of its attributes. */
  const skeleton = (html: string): string =>
    html
      .replaceAll('<wbr aria-hidden="true">', '')
      .replaceAll(/>[^<]*/g, '>')
      .replaceAll(/ (?:d|width|height|x|y|viewBox|aria-label)="[^"]*"/g, '');

  it('has the markup that it would have with harmless names', () => {
    const hostile = fc.array(
      fc.stringMatching(/^[<>"'&/=;![\]-](?:script|style|b|--|[<>"'&/=;! [\]a-z-]){0,12}$/),
      { minLength: 8, maxLength: 8 },
    );
    fc.assert(
      fc.property(hostile, (texts) => {
        // As long, and as often the same, as the hostile ones are.
        const harmless = texts.map((given) => {
          const first = texts.indexOf(given);
          return `${String.fromCharCode(97 + first)}${'x'.repeat(given.length - 1)}`;
        });
        for (const make of [
          (given: string[]) =>
            page(runOf(hostilePlan(given), { [given[0] ?? '']: { action: 'failed' } })),
          (given: string[]) => planPage(hostilePlan(given), PROGRAM),
        ]) {
          assert.equal(skeleton(make(texts)), skeleton(make(harmless)));
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});
