import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { execa } from 'execa';
import { extract } from 'tar-stream';
import { whyNotWritable, writeArchive } from '../../../src/support-archive/write-archive.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const TIME = new Date('2026-11-26T15:00:00.123Z');
const ENTRIES = [
  { path: 'index.json', bytes: Buffer.from('{}\n') },
  {
    path: `namespaces/${'n'.repeat(100)}/core/pods/${'p'.repeat(150)}.json`,
    bytes: Buffer.alloc(200_000, 'x'),
  },
];

async function unpack(
  file: string,
): Promise<[name: string, mode: number, mtime: string, bytes: Buffer][]> {
  const archive = extract();
  archive.end(gunzipSync(await readFile(file)));
  const found: [string, number, string, Buffer][] = [];
  for await (const entry of archive) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, mode, mtime } = entry.header;
    found.push([name, mode, mtime.toISOString(), Buffer.concat(chunks)]);
  }
  return found;
}

describe('writeArchive', () => {
  it('writes what its user alone can read, the same for the same', async (t) => {
    const directory = await temporaryDirectory(t);
    const [first, second] = [path.join(directory, 'a.tar.gz'), path.join(directory, 'b.tgz')];
    await writeFile(second, 'what was there', { mode: 0o644 });
    await writeArchive(first, ENTRIES, TIME);
    await writeArchive(second, ENTRIES, TIME);
    assert.deepEqual(await readFile(second), await readFile(first));
    assert.equal((await stat(second)).mode & 0o777, 0o600);
    assert.deepEqual(
      await unpack(first),
      ENTRIES.map(({ path: name, bytes }) => [
        `microshift-optional-support/${name}`,
        0o600,
        '2026-11-26T15:00:00.000Z',
        bytes,
      ]),
    );
  });

  it('leaves nothing behind where it fails', async (t) => {
    const directory = await temporaryDirectory(t);
    await mkdir(path.join(directory, 'a.tgz'));
    await assert.rejects(writeArchive(path.join(directory, 'a.tgz'), ENTRIES, TIME), {
      code: 'EISDIR',
    });
    assert.deepEqual(await readdir(directory), ['a.tgz']);
  });
});

/** Writes an archive that does not get smaller, and tells how that ended. */
const TOO_LARGE = `
  import { randomBytes } from 'node:crypto';
  import { writeArchive } from '${import.meta.resolve('../../../src/support-archive/write-archive.ts')}';
  const entries = ['a', 'b', 'c'].map((path) => ({ path, bytes: randomBytes(200_000) }));
  await writeArchive('support.tar.gz', entries, new Date(0)).catch(({ code }) => console.log(code));
`;

describe('writeArchive, where the file system takes only a part', () => {
  it('says so, and leaves nothing behind', async (t) => {
    const directory = await temporaryDirectory(t);
    // Without the trap, the signal ends the process before the write can fail.
    const script = `ulimit -f 8; trap '' XFSZ; exec "$0" --input-type=module -e "$1"`;
    const ended = await execa('sh', ['-c', script, process.execPath, TOO_LARGE], {
      cwd: directory,
      reject: false,
    });
    assert.deepEqual([ended.stdout, ended.exitCode], ['EFBIG', 0], ended.stderr);
    assert.deepEqual(await readdir(directory), []);
  });
});

describe('whyNotWritable', () => {
  it('takes any name but that of another kind of file, and nothing there but a regular file', async (t) => {
    const directory = await temporaryDirectory(t);
    const inside = (name: string): string => path.join(directory, name);
    await mkdir(inside('directory.tgz'));
    await writeFile(inside('file.tgz'), '');
    await symlink('file.tgz', inside('link.tgz'));
    const reasons = await Promise.all(
      ['new.tar.gz', 'file.tgz', 'plain', 'a.zip', 'a.JSON', 'directory.tgz', 'link.tgz'].map(
        (name) => whyNotWritable(inside(name)),
      ),
    );
    assert.deepEqual(reasons, [
      undefined,
      undefined,
      undefined,
      'its name is that of another kind of file: it is a .tar.gz',
      'its name is that of another kind of file: it is a .tar.gz',
      'is there, and is no regular file',
      'is there, and is no regular file',
    ]);
    await assert.rejects(whyNotWritable(inside('file.tgz/a.tgz')), { code: 'ENOTDIR' });
  });
});
