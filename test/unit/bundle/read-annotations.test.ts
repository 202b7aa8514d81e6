import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAnnotations } from '../../../src/bundle/read-annotations.ts';
import { readBundle } from '../../../src/bundle/read-bundle.ts';
import { bundleFiles } from '../support/bundle.ts';
import { problemsOf, shown } from '../support/problems.ts';
import { sourceOf } from '../support/source.ts';
import type { Files } from '../support/temporary-directory.ts';

const PREFIX = 'operators.operatorframework.io.bundle';
const ANNOTATIONS = `annotations:\n  ${PREFIX}.package.v1: lamp\n`;

/** The files of a bundle with other ones in place of its annotations, and its manifests elsewhere. */
function arranged(files: Files, manifests = 'manifests'): Files {
  const { 'metadata/annotations.yaml': _, 'manifests/csv.yaml': csv = '' } = bundleFiles();
  return { [`${manifests}/csv.yaml`.replace(/^\//, '')]: csv, ...files };
}

describe('readAnnotations', () => {
  it('needs neither a media type nor the paths', () => {
    const source = sourceOf(arranged({ 'metadata/annotations.yaml': ANNOTATIONS }), 'b');
    assert.deepEqual(readAnnotations(source), {
      packageName: 'lamp',
      packageNameAt: {
        file: 'b/metadata/annotations.yaml',
        line: 2,
        field: `${PREFIX}.package.v1`,
      },
      manifests: 'manifests',
      metadata: 'metadata',
    });
  });

  const found: [what: string, files: Files][] = [
    ['a file of another name', { 'metadata/lamp.yml': ANNOTATIONS }],
    ['a JSON file', { 'metadata/lamp.json': `{"annotations": {"${PREFIX}.package.v1": "lamp"}}` }],
    [
      'the one file of several that has some',
      {
        'metadata/a.yaml': 'other: 1\n',
        'metadata/b.yaml': 'annotations: {a: b}\n',
        'metadata/c.json': '{"unreadable\n',
        'metadata/d.yaml': ANNOTATIONS,
        'metadata/e.txt': 'a: [\n',
      },
    ],
    [
      'the metadata directory that they name',
      { 'meta/annotations.yaml': `${ANNOTATIONS}  ${PREFIX}.metadata.v1: meta/\n` },
    ],
  ];
  for (const [what, files] of found) {
    it(`finds them in ${what}`, () => {
      assert.equal(readAnnotations(sourceOf(arranged(files))).packageName, 'lamp');
    });
  }

  for (const folder of ['objects', 'objects/', './objects/', '/objects', 'deep/objects', '.', '']) {
    it(`takes the manifests directory ${JSON.stringify(folder)}`, () => {
      const annotations = `${ANNOTATIONS}  ${PREFIX}.manifests.v1: "${folder}"\n`;
      const place = folder === '.' ? '' : folder.replaceAll(/^\.?\/|\/$/g, '');
      const source = sourceOf(arranged({ 'metadata/annotations.yaml': annotations }, place));
      assert.equal(readAnnotations(source).manifests, place);
      assert.equal(readBundle(source).csv.version, '1.0.0');
    });
  }
});

describe('readAnnotations refuses', () => {
  const file = 'metadata/annotations.yaml';
  const cases: [what: string, files: Files, expected: RegExp][] = [
    ['a directory of something else', { 'README.md': '' }, /^b: .*: it has no metadata\/anno/],
    ['no annotations', { ...arranged({}), 'metadata/a.yaml': '' }, /it has no annotations in meta/],
    ['an empty file', arranged({ [file]: '' }), /it has no annotations in metadata/],
    ['annotations of another shape', arranged({ [file]: 'annotations: [a]\n' }), /no annotations/],
    ['no manifests', { [file]: ANNOTATIONS }, /^b: .*: it has no files in manifests\//],
    [
      'manifests outside of the bundle',
      arranged({ [file]: `${ANNOTATIONS}  ${PREFIX}.manifests.v1: ../other\n` }),
      /it has no files in \.\.\/other\//,
    ],
    [
      'metadata of another directory that names none',
      arranged({ 'meta/annotations.yaml': ANNOTATIONS }),
      /it has no metadata\/annotations\.yaml/,
    ],
    [
      'another media type',
      arranged({ [file]: `${ANNOTATIONS}  ${PREFIX}.mediatype.v1: plain+v0\n` }),
      /its media type is plain\+v0, not registry\+v1/,
    ],
    [
      'a media type that forges lines',
      arranged({ [file]: `${ANNOTATIONS}  ${PREFIX}.mediatype.v1: "a\\nb"\n` }),
      /its media type is a b, not/,
    ],
    [
      'an empty media type',
      arranged({ [file]: `${ANNOTATIONS}  ${PREFIX}.mediatype.v1: ""\n` }),
      /its media type is empty/,
    ],
  ];
  for (const [what, files, expected] of cases) {
    it(what, () => {
      const [problem] = problemsOf(() => readAnnotations(sourceOf(files, 'b')));
      assert.equal(problem?.code, 'bundle-invalid');
      assert.match(shown(problem), expected);
    });
  }

  it('broken annotations', () => {
    const source = sourceOf(arranged({ [file]: 'a: [\n' }), 'b');
    const [problem] = problemsOf(() => readAnnotations(source));
    assert.equal(problem?.code, 'yaml-invalid');
    assert.match(shown(problem), /^b\/metadata\/annotations\.yaml:\d: /);
  });
});
