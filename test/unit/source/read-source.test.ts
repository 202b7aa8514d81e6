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

  const refused: [ref: string, code: string, message: RegExp, hint: RegExp][] = [
    ['http://h/a', 'source-unsupported', /anybody on the way could change/, /^use https/],
    ['HTTP://u:hunter2@h/a', 'source-unsupported', /\(HTTP:\/\/…@h\/a\)$/, /^use https/],
    ['file:///a', 'source-unsupported', /a file is named by its path/, /leave out file:/],
    ['s3://b/a', 'source-unsupported', /^source api: s3: references are not read/, /oci:PATH/],
    ['a:b.yaml', 'source-unsupported', /\(a:b\.yaml\)$/, /\.\/a:/],
    ['docker:a:1', 'source-unsupported', /docker: references/, /docker:\/\/REFERENCE/],
    ['docker-archive:a.tar', 'source-unsupported', /docker-archive:/, /skopeo copy/],
    ['https:a', 'source-url-invalid', /it is no URL/, /https:\/\/HOST\/PATH/],
    ['https://', 'source-url-invalid', /it is no URL/, /https:\/\/HOST\/PATH/],
    ['https://h:port/a', 'source-url-invalid', /it is no URL/, /https:\/\/HOST\/PATH/],
    ['https://u:hunter2@h/a', 'source-url-invalid', /holds a user or a password/, /=FILE/],
    ['https://u:hunter/2@h/a', 'source-url-invalid', /it is no URL/, /=FILE/],
    ['docker://', 'source-reference-invalid', /"docker:\/\/" names no image/, /HOST\/NAME:TAG/],
    ['docker://u:hunter2@h/a', 'source-reference-invalid', /docker:\/\/…@h/, /skopeo login/],
    ['docker://--authfile=x', 'source-reference-invalid', /names no image/, /HOST\/NAME:TAG/],
    ['oci:///etc/x', 'source-reference-invalid', /names no image/, /a layout is oci:PATH:TAG/],
  ];
  for (const [ref, code, message, hint] of refused) {
    it(`does not read ${ref}`, async () => {
      const [problem] = await problemsOfAsync(() =>
        readSource('api', ref, { environment: { PATH: '/nonexistent' } }),
      );
      assert.equal(problem?.code, code);
      assert.match(problem.message, message);
      assert.match(problem.hint, hint);
      assert.doesNotMatch(`${problem.message} ${problem.at?.file}`, /hunter/);
    });
  }

  for (const ref of ['docker://localhost:1/a', 'oci://localhost:1/a:1']) {
    it(`says that ${ref} needs skopeo`, async () => {
      const [problem] = await problemsOfAsync(() =>
        readSource('api', ref, { environment: { PATH: '/nonexistent' } }),
      );
      assert.equal(problem?.code, 'skopeo-missing');
      assert.match(problem.hint, /install the package skopeo.*--source api=oci:DIRECTORY:TAG/);
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
