import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/errors.ts';
import { object } from '../support/objects.ts';
import { LAMP_OBJECTS, lampRebase, snapshot } from './support/lamp-rebase.ts';
import type { LampRebase } from './support/lamp-rebase.ts';

const DEPLOYMENT = 'manifests.d/010-microshift-lamp/deployment_lamp.yaml';

async function outdated(lamp: LampRebase): Promise<UserError> {
  const error: unknown = await lamp.run({ check: true }).then(
    () => assert.fail('expected an error'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError);
  return error;
}

describe('rebase --check', () => {
  it('says that nothing changed', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    const before = await snapshot(lamp.out);
    const { output, settled } = await lamp.run({ check: true });
    assert.match(output, /: microshift-lamp 1\.2\.3, .*, up to date\n$/);
    assert.deepEqual(settled.stopping, []);
    assert.deepEqual(await snapshot(lamp.out), before);
  });

  it('counts neither another report nor another acceptance', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    const program = { version: '9.9.9', commit: 'other' };
    const { output } = await lamp.run({ check: true, accept: ['gone:x'], program });
    assert.match(output, /up to date\n$/);
  });

  const changes: [what: string, change: (lamp: LampRebase) => Promise<void>, message: RegExp][] = [
    [
      'an edited file',
      ({ out }) => appendFile(path.join(out, DEPLOYMENT), '# edited\n'),
      /out of date: manifests\.d\/010-microshift-lamp\/deployment_lamp\.yaml$/,
    ],
    [
      'a missing file',
      ({ out }) => rm(path.join(out, 'release-info/release-lamp-aarch64.json')),
      /out of date: release-info\/release-lamp-aarch64\.json$/,
    ],
    [
      'a missing report',
      ({ out }) => rm(path.join(out, 'rebase-report.md')),
      /out of date: rebase-report\.md$/,
    ],
    [
      'another source',
      ({ setObjects }) => setObjects([...LAMP_OBJECTS, object('v1 ConfigMap ns/new')]),
      /out of date: component\.lock\.yaml, .*configmap_new\.yaml, /,
    ],
    [
      'another component',
      ({ setFields }) =>
        setFields('  health: {workloads: [{kind: Deployment, namespace: ns, name: lamp}]}\n'),
      /out of date: .*microshift-optional\.json, .*microshift-optional\.plan\.json$/,
    ],
    [
      'many files, of which it names a few',
      ({ setObjects }) =>
        setObjects(Array.from({ length: 20 }, (_, index) => object(`v1 ConfigMap ns/a${index}`))),
      /(?:, [^,]+){9} and \d+ more$/,
    ],
  ];
  for (const [what, change, message] of changes) {
    it(`finds ${what}, with exit status 6, and writes nothing`, async (test) => {
      const lamp = await lampRebase(test);
      await lamp.run();
      await change(lamp);
      const before = await snapshot(lamp.out);
      const { exit, problems } = await outdated(lamp);
      assert.deepEqual([exit, problems.map(({ code }) => code)], [6, ['release-outdated']]);
      assert.match(problems[0]?.message ?? '', message);
      assert.equal(problems[0]?.at?.file, lamp.out);
      assert.deepEqual(await snapshot(lamp.out), before);
    });
  }

  it('takes a directory that is absent or empty for out of date, and leaves it so', async (test) => {
    const lamp = await lampRebase(test);
    const parent = path.dirname(lamp.out);
    const before = await snapshot(parent);
    const absent = await outdated(lamp);
    assert.deepEqual([absent.exit, absent.problems[0]?.message], [6, 'holds no release']);
    assert.deepEqual(await snapshot(parent), before);
    await mkdir(lamp.out);
    assert.equal((await outdated(lamp)).problems[0]?.code, 'release-outdated');
    assert.deepEqual(await readdir(lamp.out), []);
  });

  it('finds the last one missing once the release is written', async (test) => {
    const lamp = await lampRebase(test);
    await outdated(lamp);
    await lamp.run();
    assert.match((await lamp.run({ check: true })).output, /up to date/);
  });

  it('writes nothing for findings that stop the release', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    // Nothing can be compared with a tree that lacks a file.
    await rm(path.join(lamp.out, DEPLOYMENT));
    const before = await snapshot(lamp.out);
    const { settled } = await lamp.run({ check: true });
    assert.deepEqual(
      settled.stopping.map(({ id }) => id),
      ['previous-unreadable:release'],
    );
    assert.deepEqual(await snapshot(lamp.out), before);
  });
});
