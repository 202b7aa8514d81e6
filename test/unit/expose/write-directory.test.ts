import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { formatRecord, parseRecord } from '../../../src/expose/directory-record.ts';
import { RECORD_FILE, writeDirectory } from '../../../src/expose/write-directory.ts';
import { sha256 } from '../../../src/digest.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const OLD = new Map([
  ['kustomization.yaml', 'old list\n'],
  ['a.yaml', 'a\n'],
  ['b.yaml', 'old b\n'],
]);
const NEW = new Map([
  ['kustomization.yaml', 'new list\n'],
  ['a.yaml', 'a\n'],
  ['c.yaml', 'c\n'],
]);

async function contentOf(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).filter((name) => name !== RECORD_FILE).toSorted();
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(path.join(directory, name), 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

const refusals = async (directory: string): Promise<string[]> =>
  (await problemsOfAsync(() => writeDirectory(directory, NEW))).map(
    ({ code, message, at }) => `${path.basename(at?.file ?? '')}: ${message} [${code}]`,
  );

describe('writing a directory', () => {
  it('makes one that is absent, and fills one that is empty', async (test) => {
    const empty = await temporaryDirectory(test);
    for (const directory of [empty, path.join(await temporaryDirectory(test), 'some/where')]) {
      assert.equal(await writeDirectory(directory, OLD), true);
      assert.deepEqual(await contentOf(directory), Object.fromEntries(OLD));
    }
  });

  it('leaves what is as it should be, and replaces what an earlier run wrote', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeDirectory(directory, OLD);
    assert.equal(await writeDirectory(directory, OLD), false);
    assert.equal(await writeDirectory(directory, NEW), true);
    assert.deepEqual(await contentOf(directory), Object.fromEntries(NEW));
    assert.equal(await writeDirectory(directory, NEW), false);
  });

  it('refuses every file that was edited, and every other file', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeDirectory(directory, OLD);
    await writeFile(path.join(directory, 'a.yaml'), 'edited\n');
    await writeFile(path.join(directory, 'mine.yaml'), 'mine\n');
    const before = await contentOf(directory);
    assert.deepEqual(await refusals(directory), [
      'a.yaml: has been edited since expose wrote it [output-in-use]',
      'mine.yaml: is not of expose [output-in-use]',
    ]);
    assert.deepEqual(await contentOf(directory), before);
  });

  it('writes again a file that was deleted', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeDirectory(directory, NEW);
    await rename(path.join(directory, 'c.yaml'), path.join(await temporaryDirectory(test), 'c'));
    assert.equal(await writeDirectory(directory, NEW), true);
    assert.deepEqual(await contentOf(directory), Object.fromEntries(NEW));
  });

  it('refuses a directory of others, a file, and no name', async (test) => {
    const directory = await temporaryDirectory(test, { 'kustomization.yaml': 'resources: []\n' });
    assert.deepEqual(await refusals(directory), [
      'kustomization.yaml: is not of expose [output-in-use]',
    ]);
    assert.match(
      (await refusals(path.join(directory, 'kustomization.yaml'))).join(),
      /is not a directory/,
    );
    assert.deepEqual(await refusals(''), ['--out: names no directory [output-in-use]']);
  });

  it('takes neither a link nor a folder for a file of its own', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeDirectory(directory, OLD);
    const elsewhere = await temporaryDirectory(test, { 'a.yaml': 'a\n' });
    await rename(path.join(directory, 'a.yaml'), path.join(elsewhere, 'other'));
    await symlink(path.join(elsewhere, 'a.yaml'), path.join(directory, 'a.yaml'));
    await rename(path.join(directory, 'b.yaml'), path.join(elsewhere, 'b'));
    await mkdir(path.join(directory, 'b.yaml'));
    assert.deepEqual(await refusals(directory), [
      'a.yaml: has been edited since expose wrote it [output-in-use]',
      'b.yaml: has been edited since expose wrote it [output-in-use]',
    ]);
  });

  it('keeps what others call like a file that is being written', async (test) => {
    const directory = await temporaryDirectory(test, { '.expose-notes': 'mine\n' });
    await mkdir(path.join(directory, '.expose-1'));
    assert.deepEqual(await refusals(directory), [
      '.expose-1: is not of expose [output-in-use]',
      '.expose-notes: is not of expose [output-in-use]',
    ]);
    assert.deepEqual((await readdir(directory)).toSorted(), ['.expose-1', '.expose-notes']);
  });

  it('fails where no directory can be made, and at a link that leads nowhere', async (test) => {
    await assert.rejects(writeDirectory('/proc/none/shop', NEW), { code: 'ENOENT' });
    const link = path.join(await temporaryDirectory(test), 'link');
    await symlink('/nowhere', link);
    await assert.rejects(writeDirectory(link, NEW), { code: 'EEXIST' });
  });

  for (const text of ['', '{}', 'no JSON', '{"apiVersion":"v1","kind":"Exposed","files":{}}']) {
    it(`refuses a record that is ${JSON.stringify(text)}`, async (test) => {
      const directory = await temporaryDirectory(test, { [RECORD_FILE]: text });
      assert.deepEqual(await refusals(directory), [
        `${RECORD_FILE}: is not as expose has written it [output-in-use]`,
      ]);
    });
  }

  it('goes on where a run was stopped at any point', async (test) => {
    const steps = [...NEW.keys(), 'b.yaml is deleted'];
    for (let done = 0; done <= steps.length; done += 1) {
      const directory = await temporaryDirectory(test);
      await writeDirectory(directory, OLD);
      const either = [...new Set([...OLD.keys(), ...NEW.keys()])].map(
        (name): [string, string[]] => [
          name,
          [OLD, NEW].flatMap((files) => {
            const text = files.get(name);
            return text === undefined ? [] : [sha256(text)];
          }),
        ],
      );
      await writeFile(path.join(directory, RECORD_FILE), formatRecord(new Map(either)));
      for (const [name, text] of [...NEW].slice(0, done)) {
        await writeFile(path.join(directory, name), text);
      }
      await writeFile(path.join(directory, '.expose-123'), 'half a fi');
      assert.equal(await writeDirectory(directory, NEW), true);
      assert.deepEqual(await contentOf(directory), Object.fromEntries(NEW));
    }
  });

  it('has named both contents when it fails in between', async (test) => {
    const directory = await temporaryDirectory(test);
    await writeDirectory(directory, OLD);
    const wrong = new Map([...NEW, ['sub/d.yaml', 'in a folder that is not there\n']]);
    await assert.rejects(writeDirectory(directory, wrong), { code: 'ENOENT' });
    const record = parseRecord(await readFile(path.join(directory, RECORD_FILE), 'utf8'));
    assert.equal(record?.get('kustomization.yaml')?.length, 2);
    assert.equal(await writeDirectory(directory, OLD), true);
    assert.deepEqual(await contentOf(directory), Object.fromEntries(OLD));
  });
});
