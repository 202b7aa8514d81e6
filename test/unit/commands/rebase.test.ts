import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readLock } from '../../../src/release/lock.ts';
import { INCOMPATIBLE } from '../support/component.ts';
import { crd, deployment, object } from '../support/objects.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { readFiles } from '../support/read-files.ts';
import { LAMP_OBJECTS, lampRebase, snapshot } from './support/lamp-rebase.ts';

const REPORT = 'rebase-report.md';
const ids = (findings: readonly { id: string }[]): string[] => findings.map(({ id }) => id);

describe('rebase', () => {
  it('writes a release and says what it is', async (test) => {
    const lamp = await lampRebase(test);
    const { output, settled } = await lamp.run();
    assert.equal(
      output,
      `${lamp.out}: microshift-lamp 1.2.3, 2 objects, 1 image; see ${lamp.out}/${REPORT}\n`,
    );
    assert.deepEqual([ids(settled.notes), settled.stopping], [['image-tag:manager'], []]);
    assert.equal((await readLock(lamp.out)).version, '1.2.3');
  });

  it('leaves a release as it was where nothing changed, its report too', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    const before = await snapshot(lamp.out);
    const { output } = await lamp.run({ program: { version: '9.9.9', commit: 'other' } });
    assert.match(output, /: microshift-lamp 1\.2\.3, .*, as it was\n$/);
    assert.deepEqual(await snapshot(lamp.out), before);
  });

  it('writes a release again of which the report was edited', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    await writeFile(path.join(lamp.out, REPORT), 'edited');
    await lamp.run();
    assert.match(await readFile(path.join(lamp.out, REPORT), 'utf8'), /^# microshift-lamp/);
  });

  it('compares with the release that is there', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    await lamp.setObjects([
      LAMP_OBJECTS[0]!,
      deployment('ns/lamp', [{ name: 'manager', image: 'r.io/manager:2' }]),
      object('v1 ConfigMap ns/new'),
    ]);
    await lamp.run();
    const report = await readFile(path.join(lamp.out, REPORT), 'utf8');
    assert.match(report, /^# microshift-lamp 1\.2\.3, after 1\.2\.3\n/);
    assert.match(report, /- added: `ConfigMap ns\/new`\n/);
    assert.match(report, /`"r\.io\/manager:1"` → `"r\.io\/manager:2"`/);
    assert.match(report, /- no longer: `r\.io\/manager:1`\n/);
  });

  it('refuses objects for which there is no order', async (test) => {
    const lamp = await lampRebase(test);
    const waiting = (name: string, other: string) => {
      const annotations = {
        'config.kubernetes.io/depends-on': `/namespaces/ns/ConfigMap/${other}`,
      };
      return object(`v1 ConfigMap ns/${name}`, { metadata: { annotations } });
    };
    await lamp.setObjects([...LAMP_OBJECTS, waiting('a', 'b'), waiting('b', 'a')]);
    const [problem] = await problemsOfAsync(() => lamp.run());
    assert.equal(problem?.code, 'plan-cycle');
    await lamp.setObjects([...LAMP_OBJECTS, waiting('a', 'of-another-component')]);
    await lamp.run();
  });

  it('names everything that is wrong with --image before it reads anything', async (test) => {
    const lamp = await lampRebase(test);
    const images = new Map([['manager', 'a b']]);
    const problems = await problemsOfAsync(() =>
      lamp.run({ images, componentDirectory: '/nowhere' }),
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['image-invalid'],
    );
  });
});

describe('rebase with findings that stop it', () => {
  const WITH_LAMP = [
    ...LAMP_OBJECTS,
    object('example.com/v1 Lamp main', { spec: { version: '1.0.0' } }),
  ];

  it('writes nothing, and answers with the report', async (test) => {
    const lamp = await lampRebase(test, INCOMPATIBLE);
    await lamp.setObjects(WITH_LAMP);
    const { output, settled } = await lamp.run();
    assert.deepEqual(ids(settled.stopping), ['versions-incompatible:lamp-1.0.0+a-v1.2.3']);
    assert.match(
      output,
      /^# microshift-lamp 1\.2\.3\n[^]*\n## Stops the release\n\n- lamp 1\.0\.0 /,
    );
    await assert.rejects(snapshot(lamp.out), { code: 'ENOENT' });
  });

  it('leaves the release that is there', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    const before = await snapshot(lamp.out);
    await lamp.setObjects(WITH_LAMP);
    await lamp.setFields(INCOMPATIBLE);
    assert.equal((await lamp.run()).settled.stopping.length, 1);
    assert.deepEqual(await snapshot(lamp.out), before);
  });

  it('goes on with what is accepted, and says so in the lock and the report', async (test) => {
    const lamp = await lampRebase(test, INCOMPATIBLE);
    await lamp.setObjects(WITH_LAMP);
    const { settled } = await lamp.run({
      accept: ['versions-incompatible:lamp-1.0.0+a-v1.2.3', 'gone:x'],
    });
    assert.deepEqual(ids(settled.accepted), ['versions-incompatible:lamp-1.0.0+a-v1.2.3']);
    assert.ok(ids(settled.notes).includes('accept-unused:gone:x'));
    assert.deepEqual((await readLock(lamp.out)).accepted, [
      'versions-incompatible:lamp-1.0.0+a-v1.2.3',
    ]);
    assert.match(
      await readFile(path.join(lamp.out, REPORT), 'utf8'),
      /\n## Accepted\n\n- lamp 1\.0\.0 does not work with a v1\.2\.3: it flickers/,
    );
  });

  it('refuses to lose what devices store', async (test) => {
    const schemaOf = (properties: object) => ({ type: 'object', properties }) as never;
    const crdOf = (properties: object) =>
      crd('Lamp', { versions: [{ name: 'v1', storage: true, schema: schemaOf(properties) }] });
    const spec = { spec: { type: 'object', properties: { colour: { type: 'string' } } } };
    const lamp = await lampRebase(test);
    await lamp.setObjects([...LAMP_OBJECTS, crdOf(spec)]);
    await lamp.run();
    await lamp.setObjects([...LAMP_OBJECTS, crdOf({ spec: { type: 'object', properties: {} } })]);
    const id = 'crd-field-removed:lamps.example.com:spec.colour';
    assert.deepEqual(ids((await lamp.run()).settled.stopping), [id]);
    await lamp.setFields('  upgrade: {mayDrop: [{crd: lamps.example.com, field: spec.colour}]}\n');
    assert.deepEqual((await lamp.run()).settled.stopping, []);
  });

  it("refuses a directory with another component's release", async (test) => {
    const [lamp, other] = [await lampRebase(test), await lampRebase(test)];
    await lamp.run();
    const before = await readFiles(lamp.out);
    const lock = await readLock(lamp.out);
    await other.run();
    const lockFile = path.join(other.out, 'component.lock.yaml');
    await writeFile(
      lockFile,
      (await readFile(lockFile, 'utf8')).replace('name: lamp', 'name: torch'),
    );
    const { settled } = await other.run();
    assert.deepEqual(ids(settled.stopping), ['previous-other-component:torch']);
    await other.run({ accept: ['previous-other-component:torch'] });
    assert.deepEqual((await readLock(other.out)).files[REPORT] === lock.files[REPORT], false);
    assert.deepEqual(Object.keys(await readFiles(other.out)), Object.keys(before));
  });

  it('refuses a release that cannot be read, and replaces it where that is accepted', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run();
    await writeFile(path.join(lamp.out, 'component.lock.yaml'), 'a: 1\n');
    assert.deepEqual(
      new Set(ids((await lamp.run()).settled.stopping)),
      new Set(['previous-unreadable:release']),
    );
    await lamp.run({ accept: ['previous-unreadable:release'] });
    assert.equal((await readLock(lamp.out)).name, 'lamp');
  });
});
