import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { COMPONENT, INCOMPATIBLE } from './support/component.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';
import { runCli } from './support/terminal.ts';

const LAMP = 'example.com/v1\nkind: Lamp\nmetadata: {name: main}\nspec: {version: 1.0.0}\n';
const OPERATOR = (container: string): string =>
  `apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: ns}\nspec:\n  template:\n    spec:\n` +
  `      containers: [{name: ${container}, image: "r.io/a:1"}]\n`;
const NAMESPACE =
  'v1\nkind: Namespace\nmetadata: {name: ns, annotations: {x.io/bundle-version: v1.0.0}}\n';

/** A component that two versions stop, and the flags for a rebase of it. */
async function component(test: TestContext, container = 'manager') {
  const directory = await temporaryDirectory(test, {
    'component.yaml': `${COMPONENT}${INCOMPATIBLE}`,
    'a.yaml': [LAMP, OPERATOR(container), NAMESPACE]
      .map((text) => `apiVersion: ${text}`)
      .join('---\n'),
  });
  const out = path.join(directory, 'out');
  const run = (...flags: string[]) =>
    runCli('rebase', directory, '--source', `a=${directory}/a.yaml`, '--out', out, ...flags);
  return { out, run };
}

const ACCEPT = ['--accept', 'versions-incompatible'];

describe('the command line of rebase', () => {
  it('ends with 6 for a refusal, with the report on stdout', async (test) => {
    const { out, run } = await component(test);
    const { status, stdout, stderr } = await run();
    assert.equal(status, 6);
    assert.match(stdout, /^# microshift-lamp 1\.0\.0\n[^]*## Stops the release\n/);
    assert.match(stderr, /error: .* it flickers .*\[versions-incompatible\]\n {2}hint: .*--accept/);
    assert.equal(existsSync(out), false);
  });

  it('goes on with what the hint says', async (test) => {
    const { out, run } = await component(test);
    const accept = /--accept (?<id>\S+)$/m.exec((await run()).stderr)?.groups?.id ?? '';
    const { status, stdout } = await run('--accept', accept);
    assert.equal(status, 0);
    assert.match(stdout, /microshift-lamp 1\.0\.0/);
    assert.ok(existsSync(out));
  });

  it('refuses two values of one source or image', async (test) => {
    const { run } = await component(test);
    const results = [
      await run('--source=a=elsewhere'),
      await run('--image=manager=r.io/b:1', '--image=manager=r.io/c:1'),
    ];
    for (const { status, stderr } of results) {
      assert.equal(status, 2);
      assert.match(stderr, /is given twice, as \S+ and as \S+\./);
    }
  });

  it('refuses to write into what an unset variable names', async (test) => {
    const { run } = await component(test);
    const { status, stderr } = await run('--out=');
    assert.equal(status, 2);
    assert.match(stderr, /names no directory \[output-in-use\]/);
  });

  it('takes several acceptances, behind one flag or several', async (test) => {
    const { run } = await component(test);
    assert.equal((await run(...ACCEPT, 'gone:x')).status, 0);
    const { status, stderr } = await run('--accept', 'gone:x', ...ACCEPT);
    assert.equal(status, 0);
    assert.match(stderr, /^note: --accept gone:x: there is no such finding \[accept-unused\]$/m);
  });

  it('ends with 6 where a release is out of date, and with 0 where it is not', async (test) => {
    const { out, run } = await component(test);
    const outdated = await run(...ACCEPT, '--check');
    assert.deepEqual([outdated.status, outdated.stdout], [6, '']);
    assert.match(outdated.stderr, /holds no release \[release-outdated\]/);
    assert.equal(existsSync(out), false);
    assert.equal((await run(...ACCEPT)).status, 0);
    const current = await run(...ACCEPT, '--check');
    assert.equal(current.status, 0);
    assert.match(current.stdout, /up to date\n$/);
  });

  it('shows no control characters of upstream, in notes, report or list', async (test) => {
    const { out, run } = await component(test, String.raw`"a\e[31m\a\u202Eb"`);
    const stopped = await run();
    const written = await run(...ACCEPT, 'gone:\u001B[31m');
    const listed = await runCli('images', out);
    for (const { stdout, stderr } of [stopped, written, listed]) {
      assert.doesNotMatch(stdout + stderr, /[^\P{Cc}\n]/u);
    }
    assert.match(listed.stdout, /^ {2}a-31m-b$/m);
  });
});
