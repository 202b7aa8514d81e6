import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBundle } from '../../../src/bundle/read-bundle.ts';
import { bundleFiles, bundleSource, csvText } from '../support/bundle.ts';
import { problemsOf, shown } from '../support/problems.ts';
import { sourceOf } from '../support/source.ts';
import type { Files } from '../support/temporary-directory.ts';

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('readBundle', () => {
  it('reads the package, the ClusterServiceVersion and the other objects', () => {
    const bundle = readBundle(bundleSource({ files: { 'manifests/a.yaml': CONFIG_MAP } }));
    assert.equal(bundle.packageName, 'lamp-operator');
    assert.equal(bundle.csv.name, 'lamp-operator.v1.0.0');
    assert.deepEqual(
      bundle.objects.map(({ object, file, line }) => [object.kind, file, line]),
      [['ConfigMap', 'bundle/manifests/a.yaml', 1]],
    );
  });

  it('reads every file of the manifests directory, whatever its extension', () => {
    const bundle = readBundle(
      bundleSource({
        files: {
          'manifests/a': CONFIG_MAP,
          'manifests/b.json': '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}',
          'manifests/deep/c.txt': `${CONFIG_MAP}---\n${CONFIG_MAP}`,
          'manifests/d.yaml':
            'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: d}}\n',
          'other/e.yaml': 'not: {read',
        },
      }),
    );
    const kinds = bundle.objects.map(({ object }) => object.kind);
    assert.deepEqual(kinds, ['ConfigMap', 'Secret', 'Pod', 'ConfigMap', 'ConfigMap']);
  });

  it('takes the manifests directory from the annotations', () => {
    const files = bundleFiles({ annotations: { 'manifests.v1': 'objects' } });
    const { 'manifests/csv.yaml': csv = '', ...rest } = files;
    assert.equal(readBundle(sourceOf({ ...rest, 'objects/csv.yaml': csv })).csv.version, '1.0.0');
  });

  it('does not need a media type, nor a path of the manifests', () => {
    const annotations = 'annotations: {operators.operatorframework.io.bundle.package.v1: lamp}\n';
    const files = { ...bundleFiles(), 'metadata/annotations.yaml': annotations };
    assert.equal(readBundle(sourceOf(files)).packageName, 'lamp');
  });
});

describe('readBundle refuses', () => {
  const without = (file: string): Files =>
    Object.fromEntries(Object.entries(bundleFiles()).filter(([path]) => path !== file));

  const cases: [what: string, files: Files, code: string, expected: RegExp][] = [
    [
      'a directory of something else',
      { 'README.md': '' },
      'bundle-invalid',
      /^b: is not a registry\+v1 bundle: it has no metadata\/annotations\.yaml/,
    ],
    [
      'no manifests',
      without('manifests/csv.yaml'),
      'bundle-invalid',
      /^b: .*no files in manifests\//,
    ],
    [
      'an empty annotations file',
      { ...bundleFiles(), 'metadata/annotations.yaml': '' },
      'bundle-invalid',
      /lacks .*package\.v1/,
    ],
    [
      'annotations of another shape',
      { ...bundleFiles(), 'metadata/annotations.yaml': 'annotations: [a]\n' },
      'bundle-invalid',
      /lacks .*package\.v1/,
    ],
    [
      'no package',
      bundleFiles({ annotations: { 'package.v1': '' } }),
      'bundle-invalid',
      /lacks .*package\.v1/,
    ],
    [
      'another media type',
      bundleFiles({ annotations: { 'mediatype.v1': 'plain+v0' } }),
      'bundle-invalid',
      /media type is plain\+v0/,
    ],
    [
      'no ClusterServiceVersion',
      bundleFiles({ files: { 'manifests/csv.yaml': CONFIG_MAP } }),
      'bundle-csv-count',
      /has no ClusterServiceVersion in manifests\//,
    ],
    [
      'two ClusterServiceVersions, and names both',
      bundleFiles({ files: { 'manifests/two.yaml': csvText({}, 'lamp-operator.v2.0.0') } }),
      'bundle-csv-count',
      /has 2 .*: lamp-operator\.v1\.0\.0 \(b\/manifests\/csv\.yaml\), lamp-operator\.v2\.0\.0 \(b\/manifests\/two\.yaml\)/,
    ],
    [
      'broken YAML',
      bundleFiles({ files: { 'manifests/a.yaml': 'a: 1\nb: "\n' } }),
      'yaml-invalid',
      /^b\/manifests\/a\.yaml:\d: /,
    ],
    [
      'broken annotations',
      bundleFiles({ files: { 'metadata/annotations.yaml': 'a: [\n' } }),
      'yaml-invalid',
      /^b\/metadata\/annotations\.yaml:\d: /,
    ],
    [
      'what is no object',
      bundleFiles({ files: { 'manifests/a.yaml': 'kind: Lamp\n' } }),
      'manifest-invalid',
      /^b\/manifests\/a\.yaml:1 apiVersion: /,
    ],
    [
      'what is no text',
      bundleFiles({ files: { 'manifests/a.bin': Buffer.from([0xff, 0xfe]) } }),
      'source-not-text',
      /^b\/manifests\/a\.bin: is not UTF-8 text/,
    ],
  ];
  for (const [what, files, code, expected] of cases) {
    it(what, () => {
      const [problem] = problemsOf(() => readBundle(sourceOf(files, 'b')));
      assert.equal(problem?.code, code);
      assert.match(shown(problem), expected);
    });
  }
});
