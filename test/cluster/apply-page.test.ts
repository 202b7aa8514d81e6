import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { runProgram, startProgram } from './support/program.ts';
import {
  configMap,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

/** The page of a run, as the built program makes it for a device. */
suite('the page of apply', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  const start = (tree: string, directory: string, timeout: string) =>
    startProgram([
      'apply',
      tree,
      '--kubeconfig',
      plane.kubeconfig,
      '--timeout',
      timeout,
      ...['run.html', 'run.json'].flatMap((name) => ['--report', path.join(directory, name)]),
    ]);

  const readReports = async (directory: string) => {
    const [html, json] = await Promise.all(
      ['run.html', 'run.json'].map((name) => readFile(path.join(directory, name), 'utf8')),
    );
    return { html: html ?? '', json: JSON.parse(json ?? '') as Report };
  };

  const apply = async (tree: string, directory: string, timeout = '60s') => {
    const result = await start(tree, directory, timeout).result;
    return { ...result, ...(await readReports(directory)) };
  };

  /** The names of the critical path. */
  const pathOf = (html: string): string[] => {
    const [, section = ''] = html.split('<ol class="path">');
    const [steps = ''] = section.split('</ol>');
    // A long name says where it may be broken.
    const names = steps.replaceAll(/<wbr[^>]*>/g, '').matchAll(/class="name">([^<]*)</g);
    return [...names].map(([, name = '']) => name);
  };

  test('shows a run that is done, beside its JSON, with the path that took longest', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'page.example.com';
    const tree = await writeTree(directory, 'apply-page', [
      widget(group, 'apply-page', 'w', { size: 3 }),
      widgetCrd(group),
      namespace('apply-page'),
    ]);
    const { status, stderr, html, json } = await apply(tree, directory);
    assert.equal(status, 0, stderr);
    assert.match(html, /<h1>apply: done<\/h1>/);
    assert.match(html, /is Established: /);
    // What was waited for last is what was done last before it.
    const before = json.objects
      .filter(({ kind }) => kind !== 'Widget')
      .toSorted((a, b) => a.doneAtMilliseconds - b.doneAtMilliseconds);
    assert.deepEqual(pathOf(html), [before.at(-1)?.name, 'apply-page/w']);
    assert.deepEqual((await readdir(directory)).toSorted(), ['apply-page', 'run.html', 'run.json']);
  });

  test('shows what was refused, and what was skipped for it', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'page-refused.example.com';
    const tree = await writeTree(directory, 'apply-page-refused', [
      namespace('apply-page-refused'),
      widgetCrd(group),
      widget(group, 'apply-page-refused', 'too-small', { size: 0 }),
    ]);
    const { status, html, json } = await apply(tree, directory);
    assert.equal(status, 3);
    assert.match(html, /<h1>apply: the API server refused something<\/h1>/);
    const [problem] = json.problems;
    assert.ok(problem);
    assert.match(html, /greater than or equal to 1/);
    assert.ok(html.includes(`<code>${problem.code}</code>`));
    assert.ok(html.includes(problem.hint.replaceAll("'", '&#39;').replaceAll('"', '&quot;')));
  });

  test('shows at the deadline what was waited for', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'apply-page-late', [
      widget('page-nobody.example.com', 'default', 'never', {}),
      configMap('default', 'apply-page-late'),
    ]);
    const { status, html } = await apply(tree, directory, '6s');
    assert.equal(status, 4);
    assert.match(html, /<h1>apply: not done when the deadline passed<\/h1>/);
    assert.deepEqual(pathOf(html), ['default/never']);
    assert.match(html, /when the time was over/);
  });

  test('is that of no earlier run while a run goes on, and of none that was killed', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'apply-page-killed', [
      widget('page-killed.example.com', 'default', 'never', {}),
      configMap('default', 'apply-page-killed'),
    ]);
    assert.equal((await apply(tree, directory, '2s')).status, 4);
    const program = start(tree, directory, '60s');
    await program.printed(/^unchanged {2}ConfigMap/m);
    program.kill();
    await program.result;
    assert.deepEqual(await readdir(directory), ['apply-page-killed']);
  });

  test('of plan is made by the built program, too, without a cluster', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'page-plan.example.com';
    const tree = await writeTree(directory, 'shop', [
      widget(group, 'shop', 'w', { size: 3 }),
      widgetCrd(group),
      namespace('shop'),
    ]);
    const { status, stdout, stderr } = await runProgram(['plan', tree, '--format', 'html']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^<!doctype html>[^]*<h1>plan: 3 objects<\/h1>[^]*<\/html>$/);
  });
});

type Report = {
  problems: { code: string; hint: string }[];
  objects: { kind: string; name: string; doneAtMilliseconds: number }[];
};
