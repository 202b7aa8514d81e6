import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { runHelm } from '../../../src/helm/run-helm.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { fakeHelm } from './support/chart.ts';

const { signal } = new AbortController();

describe('runHelm', () => {
  it('says how to get helm where it is missing', async (test) => {
    const home = await temporaryDirectory(test);
    for (const [environment, message] of [
      [{ PATH: home }, /not on the PATH/],
      [
        { PATH: process.env.PATH, MICROSHIFT_OPTIONAL_HELM: '/no/helm' },
        /"\/no\/helm", which is no program/,
      ],
      [{ PATH: process.env.PATH, MICROSHIFT_OPTIONAL_HELM: home }, /no program/],
    ] as const) {
      const [problem] = await problemsOfAsync(() => runHelm([], { environment, home, signal }));
      assert.equal(problem?.code, 'helm-missing');
      assert.match(problem.message, message);
      assert.match(problem.hint, /helm\.sh\/docs.*MICROSHIFT_OPTIONAL_HELM/);
    }
  });

  it('takes a relative path', async (test) => {
    const home = await temporaryDirectory(test);
    const helm = path.relative(process.cwd(), await fakeHelm(test, 'echo "$1"'));
    const environment = { PATH: process.env.PATH, MICROSHIFT_OPTIONAL_HELM: `./${helm}` };
    const result = await runHelm(['hello'], { environment, home, signal });
    assert.deepEqual(result, { stdout: 'hello' });
  });

  it('gives up a helm that does not end', async (test) => {
    const home = await temporaryDirectory(test);
    const environment = { MICROSHIFT_OPTIONAL_HELM: await fakeHelm(test, 'while :; do :; done') };
    const run = () => runHelm([], { environment, home, signal, timeout: 50 });
    const [problem] = await problemsOfAsync(run);
    assert.equal(problem?.code, 'helm-timeout');
  });

  it('ends helm when it is asked to', async (test) => {
    const home = await temporaryDirectory(test);
    const environment = { MICROSHIFT_OPTIONAL_HELM: await fakeHelm(test, 'while :; do :; done') };
    const controller = new AbortController();
    const run = runHelm([], { environment, home, signal: controller.signal });
    controller.abort(new Error('asked'));
    await assert.rejects(run, /asked/);
  });
});
