import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { runOnCluster } from '../../../src/commands/cluster-run.ts';
import type { ClusterCommand, RunResult } from '../../../src/commands/cluster-run.ts';
import { UserError, inputError } from '../../../src/errors.ts';
import { runOf, shopPlan } from '../report/html/support/run.ts';
import { runCli } from '../support/terminal.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const silent = { write: () => {} };

function command(reports: readonly string[], timeout = '1m'): ClusterCommand {
  return {
    terminal: { stdout: silent, stderr: silent, environment: {} },
    program: { version: '1.0.0', commit: 'abc' },
    kubeconfig: '/nowhere',
    timeout,
    reports,
  };
}

const { report, picture } = runOf(shopPlan(14));
const RESULT: RunResult = { status: 0, ...report, picture };

describe('the reports of a run', () => {
  it('are JSON or a page by their names, as many as are asked for', async (t) => {
    const directory = await temporaryDirectory(t);
    const file = (name: string): string => path.join(directory, name);
    const reports = [file('a.html'), file('b.json'), file('c.HTM'), file('d')];
    const status = await runOnCluster(command(reports), 'ApplyReport', async () => RESULT);
    assert.equal(status, 0);
    assert.deepEqual((await readdir(directory)).toSorted(), ['a.html', 'b.json', 'c.HTM', 'd']);
    const [a, b, c, d] = await Promise.all(reports.map((each) => readFile(each, 'utf8')));
    assert.match(a ?? '', /^<!doctype html>[^]*Timeline \(14\)[^]*<\/html>\n$/);
    assert.equal((JSON.parse(b ?? '') as { kind: string }).kind, 'ApplyReport');
    assert.deepEqual([c, d], [a, b]);
  });

  it('are written when the run ends with an error, in the place of those of the run before', async (t) => {
    const directory = await temporaryDirectory(t, { 'a.html': 'old', 'b.json': 'old' });
    const reports = ['a.html', 'b.json'].map((name) => path.join(directory, name));
    const failure = inputError({ code: 'tree-invalid', message: 'no < tree', hint: 'h' });
    const run = runOnCluster(command(reports), 'ApplyReport', async () => {
      assert.deepEqual(await readdir(directory), []);
      throw failure;
    });
    await assert.rejects(run, failure);
    const [page = '', json = ''] = await Promise.all(reports.map((each) => readFile(each, 'utf8')));
    assert.match(page, /no &lt; tree<\/strong> <code>tree-invalid<\/code>/);
    assert.equal((JSON.parse(json) as { exitStatus: number }).exitStatus, 2);
  });

  it('lack the page where it cannot be written, and nothing else', async (t) => {
    const directory = await temporaryDirectory(t, { 'a.html/file': 'in the way' });
    const reports = ['a.html', 'b.json'].map((name) => path.join(directory, name));
    const run = runOnCluster(command(reports), 'ApplyReport', async () => RESULT);
    await assert.rejects(run, { syscall: 'rename' });
    assert.deepEqual((await readdir(directory)).toSorted(), ['a.html', 'b.json']);
  });

  it('hide neither the status nor the error of a run that failed, where they cannot be written', async (t) => {
    const directory = await temporaryDirectory(t, { 'a.html/file': 'in the way' });
    let said = '';
    const stderr = { write: (text: string) => (said += text) };
    const page = command([path.join(directory, 'a.html')]);
    const loud = { ...page, terminal: { ...page.terminal, stderr } };
    const status = await runOnCluster(loud, 'ApplyReport', async () => ({ ...RESULT, status: 4 }));
    assert.equal(status, 4);
    assert.match(said, /^error: .*a\.html.*\[system-error\]\n {2}hint: /);

    said = '';
    const failure = inputError({ code: 'tree-invalid', message: 'no tree', hint: 'h' });
    const run = runOnCluster(loud, 'ApplyReport', () => Promise.reject(failure));
    await assert.rejects(run, failure);
    assert.match(said, /\[system-error\]/);
  });

  for (const kind of ['HealthReport', 'RemoveReport', 'StatusReport'] as const) {
    it(`are no page of a ${kind}, which says so before anything is done`, async (t) => {
      const directory = await temporaryDirectory(t, { 'a.html': 'of a run of apply' });
      const reports = ['a.html', 'b.json'].map((name) => path.join(directory, name));
      const run = runOnCluster(command(reports), kind, () => assert.fail('was done'));
      await assert.rejects(run, (error) => {
        assert.ok(error instanceof UserError);
        assert.deepEqual(
          [error.exit, error.problems.map(({ code }) => code)],
          [2, ['report-page-unsupported']],
        );
        assert.match(error.problems[0]?.hint ?? '', /apply --report and plan --format html/);
        return true;
      });
      assert.deepEqual((await readdir(directory)).toSorted(), ['a.html', 'b.json']);
      assert.equal(await readFile(reports[0] ?? '', 'utf8'), 'of a run of apply');
    });
  }
});

describe('--report', () => {
  it('may be given twice', async (t) => {
    const directory = await temporaryDirectory(t);
    const flags = ['a.html', 'b.json'].flatMap((name) => ['--report', path.join(directory, name)]);
    const { status, stderr } = await runCli('apply', ...flags, path.join(directory, 'none'));
    assert.equal(status, 2, stderr);
    assert.deepEqual((await readdir(directory)).toSorted(), ['a.html', 'b.json']);
  });

  it('is no page of healthcheck, remove and status', async (t) => {
    const directory = await temporaryDirectory(t);
    const file = path.join(directory, 'a.html');
    for (const name of ['healthcheck', 'remove', 'status']) {
      const { status, stderr } = await runCli(name, '--report', file, directory);
      assert.equal(status, 2);
      assert.match(stderr, /\[report-page-unsupported\]/);
    }
    assert.deepEqual(await readdir(directory), []);
  });
});
