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

const COMMANDS = [
  'rebase',
  'verify',
  'images',
  'embed',
  'rpm',
  'plan',
  'apply',
  'healthcheck',
  'status',
  'remove',
  'expose',
  'completion',
];

describe('the command line', () => {
  it('shows its version', async () => {
    const { status, stdout, stderr } = await runCli('--version');
    assert.match(stdout, /^microshift-optional \d+\.\d+\.\d+ \(\w+\)\n$/);
    assert.deepEqual([status, stderr], [0, '']);
  });

  for (const command of COMMANDS) {
    it(`shows help for ${command}`, async () => {
      const { status, stdout, stderr } = await runCli(command, '--help');
      assert.match(stdout, new RegExp(`^Usage: microshift-optional ${command} `));
      assert.deepEqual([status, stderr], [0, '']);
    });
  }

  it('lists the commands in its help', async () => {
    const { status, stdout } = await runCli('--help');
    assert.equal(status, 0);
    for (const command of COMMANDS) {
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
    [['rebase', 'x', '--out', 'o', '--accept'], /--accept <id\.\.\.>' argument missing/],
    [['images'], /missing required argument 'dir'/],
    [['images', 'x', '--format', 'pdf'], /Allowed choices are table, list/],
    [['images', 'x', '--arch', 'amd64'], /Allowed choices are x86_64, aarch64/],
    [
      ['apply', 'x', '--timeout', 'soon'],
      /--timeout: "soon" is no duration \[timeout-invalid\]\n.*such as 90s/,
    ],
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

  it('prints the completion of its own commands', async () => {
    const { status, stdout, stderr } = await runCli('completion', 'bash');
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /compgen -W 'init rebase verify images embed rpm plan apply /);
  });

  it('says in two lines that a directory is missing', async () => {
    for (const argv of [
      ['plan', '/nowhere'],
      ['rebase', '/nowhere', '--out', '/nowhere/out'],
      ['images', '/nowhere'],
    ]) {
      const { status, stdout, stderr } = await runCli(...argv);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /^error: \/nowhere.*: .* \[[a-z-]+\]\n {2}hint: .*\n$/);
    }
  });

  it('writes results to stdout and what there is to know to stderr', async (test) => {
    const out = path.join(await temporaryDirectory(test), 'out');
    const flags = [...SOURCES, '--no-resolve', '--out', out];
    const rebased = await runCli('rebase', `${LANTERN}/component`, ...flags);
    assert.equal(rebased.status, 0);
    assert.match(rebased.stdout, /^[^\n]*microshift-lantern 1\.4\.2[^\n]*\n$/);
    assert.match(rebased.stderr, /^(?:note: .* \[[a-z-]+\]\n {2}hint: .*\n)+$/);
    assert.match(rebased.stderr, /\[image-tag\]/);
    const tree = path.join(out, 'manifests.d/010-microshift-lantern');
    const planned = await runCli('plan', tree, '--format', 'json');
    assert.deepEqual([planned.status, planned.stderr], [0, '']);
    assert.equal(JSON.parse(planned.stdout).kind, 'Plan');
    const images = await runCli('images', out, '--format', 'list', '--arch', 'x86_64');
    assert.deepEqual([images.status, images.stderr], [0, '']);
    assert.match(images.stdout, /^registry\.example\.com\/lantern\/operator:1\.4\.2$/m);
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
