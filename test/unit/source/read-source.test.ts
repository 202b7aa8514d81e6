import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { LIMITS } from '../../../src/source/limits.ts';
import { readSource } from '../../../src/source/read-source.ts';
import { shownPath, sourceDigest, textOf } from '../../../src/source/source-files.ts';
import { problemsOf, problemsOfAsync, shown } from '../support/problems.ts';
import { sourceOf } from '../support/source.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('readSource', () => {
  it('reads a directory', async (test) => {
    const directory = await temporaryDirectory(test, { 'a/b.yaml': 'b' });
    const { ref, files } = await readSource('api', directory);
    assert.equal(ref, directory);
    assert.deepEqual(files, [{ path: 'a/b.yaml', bytes: Buffer.from('b') }]);
  });

  it('reads a single file', async (test) => {
    const directory = await temporaryDirectory(test, { 'b.yaml': 'b' });
    const { files } = await readSource('api', path.join(directory, 'b.yaml'));
    assert.deepEqual(files, [{ path: '', bytes: Buffer.from('b') }]);
  });

  it('says that a path does not exist', async (test) => {
    const ref = path.join(await temporaryDirectory(test), 'missing');
    const [problem] = await problemsOfAsync(() => readSource('api', ref));
    assert.equal(problem?.code, 'source-missing');
    assert.match(
      shown(problem),
      /\/missing: source api cannot be read: no such file or directory$/,
    );
    assert.match(problem.hint, /--source api=/);
  });

  for (const ref of [
    'https://example.com/a.yaml',
    'docker://r.example.com/a:1',
    'oci:layout:tag',
  ]) {
    it(`says that it does not read ${ref}`, async () => {
      const [problem] = await problemsOfAsync(() => readSource('api', ref));
      assert.equal(problem?.code, 'source-unsupported');
      assert.ok(problem.message.includes(ref));
    });
  }

  it('refuses a file above the limit, without reading it', async (test) => {
    const file = path.join(await temporaryDirectory(test, { a: '' }), 'a');
    await truncate(file, LIMITS.fileBytes + 1);
    const [problem] = await problemsOfAsync(() => readSource('api', file));
    assert.equal(problem?.code, 'source-too-large');
  });

  it('refuses a pipe, without waiting for it', async (test) => {
    const file = path.join(await temporaryDirectory(test), 'pipe');
    await execa('mkfifo', [file]);
    const [problem] = await problemsOfAsync(() => readSource('api', file));
    assert.equal(problem?.code, 'source-not-a-file');
  });
});

describe('textOf', () => {
  const cases: [what: string, bytes: number[], text: string | undefined][] = [
    ['UTF-8', [0xc3, 0xbc], 'ü'],
    ['nothing', [], ''],
    ['Latin-1', [0xfc], undefined],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], undefined],
    ['a cut character', [0xe2, 0x82], undefined],
    ['a surrogate', [0xed, 0xa0, 0x80], undefined],
  ];
  for (const [what, bytes, text] of cases) {
    it(text === undefined ? `refuses ${what}` : `reads ${what}`, () => {
      const file = { path: 'a', bytes: Buffer.from(bytes) };
      if (text !== undefined) assert.equal(textOf(file, 'src/a'), text);
      else assert.equal(problemsOf(() => textOf(file, 'src/a'))[0]?.code, 'source-not-text');
    });
  }
});

describe('sourceDigest', () => {
  it('depends on paths and content alone', () => {
    const digest = sourceDigest(sourceOf({ a: '1', b: '2' }));
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    assert.equal(sourceDigest(sourceOf({ b: '2', a: '1' }, 'elsewhere')), digest);
    for (const other of [{ a: '1' }, { a: '2', b: '1' }, { a: '1', c: '2' }, { a: '12', b: '' }]) {
      assert.notEqual(sourceDigest(sourceOf(other)), digest);
    }
  });
});

describe('shownPath', () => {
  for (const [ref, file, expected] of [
    ['src', 'a/b', 'src/a/b'],
    ['src/', 'a', 'src/a'],
    ['a.yaml', '', 'a.yaml'],
  ] as const) {
    it(`shows ${ref} and ${file || 'no path'} as ${expected}`, () => {
      assert.equal(shownPath(sourceOf({}, ref), file), expected);
    });
  }
});
