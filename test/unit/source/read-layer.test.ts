import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import zlib from 'node:zlib';
import * as fc from 'fast-check';
import { UserError } from '../../../src/errors.ts';
import { LIMITS } from '../../../src/source/limits.ts';
import { readLayer } from '../../../src/source/read-layer.ts';
import { tarOf } from '../support/oci-image.ts';
import type { TarEntry } from '../support/oci-image.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { PROBLEMS, budget, layerWith } from './support/layers.ts';

const archive = await tarOf([{ name: 'a', body: 'content' }]);
const longer = await tarOf([{ name: 'a', body: 'x'.repeat(2000) }]);

describe('readLayer', () => {
  for (const [what, blob] of [
    ['as it is', archive],
    ['with gzip', zlib.gzipSync(archive)],
    [
      'with gzip in two parts',
      Buffer.concat(
        [archive.subarray(0, 600), archive.subarray(600)].map((part) => zlib.gzipSync(part)),
      ),
    ],
    ['with zstd', zlib.zstdCompressSync(archive)],
  ] as const) {
    it(`reads an archive ${what}`, async () => {
      const { entries } = await readLayer(blob, budget(), PROBLEMS);
      assert.deepEqual(entries, [{ kind: 'file', path: 'a', bytes: Buffer.from('content') }]);
    });
  }

  it('reads long names', async () => {
    const name = `${'directory/'.repeat(30)}${'ü'.repeat(60)}`;
    const { entries } = await layerWith({ name, body: 'a' });
    assert.deepEqual(
      entries.map(({ path }) => path),
      [name],
    );
  });

  it('reads a layer of nothing', async () => {
    assert.deepEqual((await layerWith()).entries, []);
  });

  for (const name of ['/', './', '.']) {
    it(`takes the directory ${name} for the root`, async () => {
      assert.deepEqual((await layerWith({ name, type: 'directory' }, './a')).entries.length, 1);
    });
  }

  it('lowers what may still be read', async () => {
    const left = budget();
    await readLayer(archive, left, PROBLEMS);
    assert.equal(left.bytes, LIMITS.totalBytes - archive.length);
    assert.equal(left.entries, LIMITS.layerEntries - 1);
  });
});

describe('readLayer refuses', () => {
  const file = (name: string): TarEntry => ({ name, body: '' });
  const hostile: [what: string, entry: TarEntry, message: RegExp][] = [
    ['a path that leaves', file('../a'), /"\.\.\/a" is not below/],
    ['a path that leaves and comes back', file('a/../../b'), /not below/],
    ['a path with .. inside', file('a/../b'), /not below/],
    ['an absolute path', file('/etc/passwd'), /not below/],
    ['a path of nothing', file('./'), /not below/],
    ['a path with a line end', file('a\nb'), /"a\\nb" is not below/],
    ['a directory outside', { name: '../d', type: 'directory' }, /not below/],
    ['a whiteout outside', file('../.wh.a'), /not below/],
    ['a whiteout of nothing', file('.wh.'), /removes no file/],
    ['a whiteout of the directory above', file('d/.wh...'), /removes no file/],
    [
      'a hard link that leaves',
      { name: 'a', type: 'link', linkname: '../b' },
      /a is a link to "\.\.\/b"/,
    ],
    ['an absolute hard link', { name: 'a', type: 'link', linkname: '/etc/passwd' }, /is a link to/],
    ['a hard link to nothing', { name: 'a', type: 'link', linkname: '' }, /is a link to ""/],
    [
      'a device of characters',
      { name: 'a', type: 'character-device' },
      /is no file but a character-device/,
    ],
    ['a device of blocks', { name: 'a', type: 'block-device' }, /block-device/],
    ['a pipe', { name: 'a', type: 'fifo' }, /fifo/],
  ];
  for (const [what, entry, message] of hostile) {
    it(what, async () => {
      const [problem] = await problemsOfAsync(() => layerWith(entry));
      assert.equal(problem?.code, 'image-unsafe');
      assert.match(problem.message, message);
    });
  }

  it('an entry of a type that nobody knows', async () => {
    const blob = await tarOf([file('a')]);
    blob.write('S', 156);
    sign(blob);
    const [problem] = await problemsOfAsync(() => readLayer(blob, budget(), PROBLEMS));
    assert.match(problem?.message ?? '', /is no file but a special entry/);
  });

  for (const [what, blob] of [
    ['a cut archive', longer.subarray(0, 1000)],
    ['a cut compressed archive', zlib.gzipSync(longer).subarray(0, 30)],
    [
      'a damaged compressed archive',
      Buffer.concat([Buffer.from('1f8b', 'hex'), Buffer.alloc(99, 7)]),
    ],
    [
      'a damaged archive of zstd',
      Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.alloc(99, 7)]),
    ],
    ['what is no archive', Buffer.alloc(2000, 'text')],
  ] as const) {
    it(what, async () => {
      const [problem] = await problemsOfAsync(() => readLayer(blob, budget(), PROBLEMS));
      assert.equal(problem?.code, 'image-invalid');
    });
  }

  for (const [what, blob] of [
    ['gzip', zlib.gzipSync(Buffer.alloc(100_000))],
    ['zstd', zlib.zstdCompressSync(Buffer.alloc(100_000))],
    ['nothing', Buffer.alloc(100_000)],
  ] as const) {
    it(`what is too large, compressed with ${what}`, async () => {
      const small = { bytes: 99_999, entries: 10 };
      const [problem] = await problemsOfAsync(() => readLayer(blob, small, PROBLEMS));
      assert.equal(problem?.code, 'source-too-large');
    });
  }

  it('a file that is too large, without reading it', async () => {
    const header = (await tarOf([file('a')])).subarray(0, 512);
    header.write(`${(LIMITS.fileBytes + 1).toString(8).padStart(11, '0')} `, 124);
    sign(header);
    const [problem] = await problemsOfAsync(() => readLayer(header, budget(), PROBLEMS));
    assert.equal(problem?.code, 'source-too-large');
  });

  for (const [what, name] of [
    ['long', 'a'.repeat(LIMITS.pathLength + 1)],
    ['deep', 'a/'.repeat(LIMITS.pathDepth) + 'a'],
  ] as const) {
    it(`a path that is too ${what}`, async () => {
      const [problem] = await problemsOfAsync(() => layerWith(file(name)));
      assert.equal(problem?.code, 'image-unsupported');
    });
  }

  it('too many entries', async () => {
    const few = { bytes: 10_000, entries: 2 };
    const blob = await tarOf(['a', 'b', 'c'].map(file));
    const [problem] = await problemsOfAsync(() => readLayer(blob, few, PROBLEMS));
    assert.equal(problem?.code, 'source-too-large');
  });

  it('every other path that is not below the root', async () => {
    const segment = fc.constantFrom('..', '.', '', 'a', '.wh.b', '.wh..', '\0', 'a\\..', 'ü');
    const name = fc.array(segment, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    await fc.assert(
      fc.asyncProperty(name, fc.constantFrom('file', 'directory', 'link'), async (path, type) => {
        try {
          const layer = await layerWith({ name: path, type, linkname: path });
          const paths = [
            ...layer.removed,
            ...layer.opaque,
            ...layer.entries.map((each) => each.path),
          ];
          for (const each of paths) {
            assert.ok(!each.startsWith('/') && !each.split('/').includes('..'), each);
          }
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
        }
      }),
    );
  });
});

/** Puts the right sum into the first header of a changed archive. */
function sign(blob: Buffer): void {
  blob.write('        ', 148);
  const sum = blob.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  blob.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
}
