import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { LANTERN } from './support/lantern.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';
import { runCli } from './support/terminal.ts';

const SOURCES = [
  `--source=operator=${LANTERN}/upstream/bundle`,
  `--source=api=${LANTERN}/upstream/crds`,
];

describe('the command line', () => {
  it('shows its version', async () => {
    const { status, stdout, stderr } = await runCli('--version');
    assert.match(stdout, /^microshift-optional \d+\.\d+\.\d+ \(\w+\)\n$/);
    assert.deepEqual([status, stderr], [0, '']);
  });

  for (const command of ['rebase', 'rpm', 'plan', 'apply', 'healthcheck']) {
    it(`shows help for ${command}`, async () => {
      const { status, stdout, stderr } = await runCli(command, '--help');
      assert.match(stdout, new RegExp(`^Usage: microshift-optional ${command} `));
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('lists the commands in its help', async () => {
    const { status, stdout } = await runCli('--help');
    assert.equal(status, 0);
    for (const command of ['rebase', 'rpm', 'plan', 'apply', 'healthcheck']) {
      assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
    }
  });

  const wrong: [argv: string[], message: RegExp][] = [
    [[], /Usage:/],
    [['unknown'], /unknown command 'unknown'/],
    [['--unknown'], /unknown option '--unknown'/],
    [['plan', '--unknown', 'x'], /unknown option '--unknown'/],
    [['plan'], /missing required argument 'tree'/],
    [['plan', 'x', '--format', 'pdf'], /Allowed choices are text, json, mermaid/],
    [['rebase', 'x'], /required option '--out <dir>' not specified/],
    [['rebase', 'x', '--out', 'o', '--source', 'operator'], /Expected NAME=VALUE/],
    [['rebase', 'x', '--out', 'o', '--image', '=x'], /Expected NAME=VALUE/],
    [['rebase', 'x', '--out', 'o', '--image', 'a='], /Expected NAME=VALUE/],
    [['apply', 'x', '--timeout', 'soon'], /'soon' is invalid.*duration such as 90s/],
    [['apply', 'x', '--timeout', '0s'], /duration/],
    [['healthcheck', 'x', '--timeout', '5'], /duration/],
  ];
  for (const [argv, message] of wrong) {
    it(`ends with 2 for ${argv.join(' ') || 'nothing'}`, async () => {
      const { status, stdout, stderr } = await runCli(...argv);
      assert.match(stderr, message);
      assert.deepEqual([status, stdout], [2, '']);
    });
  }

  it('says in two lines that a directory is missing', async () => {
    for (const argv of [
      ['plan', '/nowhere'],
      ['rebase', '/nowhere', '--out', '/nowhere/out'],
    ]) {
      const { status, stdout, stderr } = await runCli(...argv);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^error: \/nowhere.*: .* \[[a-z-]+\]\n {2}hint: .*\n$/);
    }
  });

  it('writes results to stdout and nothing to stderr', async (test) => {
    const out = path.join(await temporaryDirectory(test), 'out');
    const rebased = await runCli('rebase', `${LANTERN}/component`, ...SOURCES, '--out', out);
    assert.deepEqual([rebased.status, rebased.stderr], [0, '']);
    assert.match(rebased.stdout, /microshift-lantern 1\.4\.2/);
    const tree = path.join(out, 'manifests.d/010-microshift-lantern');
    const planned = await runCli('plan', tree, '--format', 'json');
    assert.deepEqual([planned.status, planned.stderr], [0, '']);
    assert.equal(JSON.parse(planned.stdout).kind, 'Plan');
  });

  it('writes all problems to stderr and nothing to stdout or the disk', async (test) => {
    const directory = await temporaryDirectory(test);
    const out = path.join(directory, 'out');
    const sources = ['--source', `operator=${directory}`, '--source', `api=${directory}`];
    const { status, stdout, stderr } = await runCli(
      'rebase',
      `${LANTERN}/component`,
      ...sources,
      '--out',
      out,
    );
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /bundle-invalid/);
    assert.match(stderr, /source-empty/);
    assert.equal((await runCli('plan', out)).status, 2);
  });

  it('shows no control characters of its input', async () => {
    const { stderr } = await runCli('plan', '/nowhere/\u001B[31m\u0007\u009B');
    assert.match(stderr, /\/nowhere\/\uFFFD\[31m\uFFFD\uFFFD: /);
  });
});
