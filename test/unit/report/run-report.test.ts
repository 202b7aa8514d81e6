import assert from 'node:assert/strict';
import { lstat, open, readdir, readFile, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import {
  formatReport,
  isPage,
  removeReport,
  reportedObject,
  writeReport,
} from '../../../src/report/run-report.ts';
import type { RunReport } from '../../../src/report/run-report.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const REPORT: RunReport = {
  apiVersion: 'report.optional.microshift.io/v1alpha1',
  kind: 'ApplyReport',
  program: { version: '1.0.0', commit: 'abc' },
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMilliseconds: 12,
  exitStatus: 3,
  trees: [{ name: 'tree', directory: '/trees/tree' }],
  problems: [{ code: 'apply-refused', message: 'm', hint: 'h', at: { file: 'a.yaml', line: 7 } }],
  objects: [{ kind: 'Lamp', name: 'a' }],
};

describe('writeReport', () => {
  it('writes the report as JSON that everybody may read, and leaves nothing else', async (t) => {
    const directory = await temporaryDirectory(t);
    const file = path.join(directory, 'report.json');
    await writeReport(file, formatReport(REPORT));
    const text = await readFile(file, 'utf8');
    assert.ok(text.endsWith('}\n'));
    assert.deepEqual(JSON.parse(text), REPORT);
    assert.equal((await stat(file)).mode & 0o444, 0o444);
    assert.deepEqual(await readdir(directory), ['report.json']);
  });

  it('puts a whole new file in the place of the old one', async (t) => {
    const directory = await temporaryDirectory(t, { 'report.json': 'old' });
    const file = path.join(directory, 'report.json');
    const before = await stat(file);
    await writeReport(file, formatReport(REPORT));
    assert.notEqual((await stat(file)).ino, before.ino);
    assert.deepEqual(await readdir(directory), ['report.json']);
  });

  it('leaves nothing behind where it cannot write', async (t) => {
    const directory = await temporaryDirectory(t, { 'report.json/file': 'in the way' });
    const file = path.join(directory, 'report.json');
    await assert.rejects(writeReport(file, formatReport(REPORT)), { syscall: 'rename' });
    assert.deepEqual(await readdir(directory), ['report.json']);
    const missing = path.join(directory, 'none', 'report.json');
    await assert.rejects(writeReport(missing, formatReport(REPORT)), { code: 'ENOENT' });
  });
});

describe('a report to what is no file', () => {
  it('goes through a pipe, which stays', async (t) => {
    const file = path.join(await temporaryDirectory(t), 'pipe');
    await execa('mkfifo', [file]);
    await removeReport(file);
    assert.ok((await lstat(file)).isFIFO());
    const reader = await open(file, 'r+');
    const [, { bytesRead, buffer }] = await Promise.all([
      writeReport(file, 'new'),
      reader.read(Buffer.alloc(9)),
    ]);
    await reader.close();
    assert.equal(buffer.toString('utf8', 0, bytesRead), 'new');
    assert.ok((await lstat(file)).isFIFO());
  });

  it('goes to a device, which stays', async (t) => {
    const link = path.join(await temporaryDirectory(t), 'null');
    await symlink('/dev/null', link);
    await removeReport(link);
    await writeReport(link, 'new');
    assert.ok((await lstat(link)).isSymbolicLink());
    assert.ok((await stat(link)).isCharacterDevice());
  });

  it('goes where a link leads, and an old one is taken away there before', async (t) => {
    const directory = await temporaryDirectory(t, { 'report.json': 'old' });
    const [file, link] = [path.join(directory, 'report.json'), path.join(directory, 'link')];
    await symlink(file, link);
    await removeReport(link);
    assert.equal(await readFile(file, 'utf8'), '');
    await writeReport(link, 'new');
    assert.equal(await readFile(file, 'utf8'), 'new');
    assert.ok((await lstat(link)).isSymbolicLink());
    assert.deepEqual((await readdir(directory)).toSorted(), ['link', 'report.json']);
  });
});

describe('removeReport', () => {
  it('takes a file away, and says nothing where there is none', async (t) => {
    const directory = await temporaryDirectory(t, { 'report.json': 'old' });
    await removeReport(path.join(directory, 'report.json'));
    await removeReport(path.join(directory, 'report.json'));
    assert.deepEqual(await readdir(directory), []);
  });
});

describe('isPage', () => {
  const cases = {
    'a.html': true,
    '/b/A.HTM': true,
    'a.json': false,
    html: false,
    'a.html.json': false,
  };
  for (const [file, expected] of Object.entries(cases)) {
    it(`${file}: ${expected}`, () => assert.equal(isPage(file), expected));
  }
});

describe('reportedObject', () => {
  it('names the namespace where there is one', () => {
    const id = { kind: 'Lamp', namespace: 'shop', name: 'a' };
    const expected = { apiVersion: 'example.com/v1', ...id };
    assert.deepEqual(reportedObject('example.com/v1', id), expected);
    assert.deepEqual(reportedObject('v1', { kind: 'Namespace', namespace: '', name: 'shop' }), {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: 'shop',
    });
  });
});
