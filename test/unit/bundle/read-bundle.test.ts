import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBundle } from '../../../src/bundle/read-bundle.ts';
import { bundleFiles, bundleOf, bundleSource, csvText } from '../support/bundle.ts';
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

  it('says how large the manifests are together when compressed', () => {
    const small = bundleOf().compressedBytes;
    assert.ok(small > 100 && small < 2000);
    // Deterministic, and as random as it needs to be.
    let state = 1;
    const noise = Array.from({ length: 20_000 }, () => (state = (state * 48_271) % 2_147_483_647));
    const config = `${CONFIG_MAP}data: {a: "${noise.join('')}"}\n`;
    const large = bundleOf({ files: { 'manifests/a.yaml': config } }).compressedBytes;
    assert.ok(large > 40_000 && large < config.length);
  });

  it('knows the line of each field', () => {
    const bundle = bundleOf({ files: { 'manifests/a.yaml': `---\n${CONFIG_MAP}` } });
    assert.equal(bundle.objects[0]?.lineOf?.(['kind']), 3);
    assert.ok(bundle.csv.lineOf(['spec', 'version']) > bundle.csv.lineOf(['metadata', 'name']));
  });
});

describe('readBundle refuses', () => {
  const cases: [what: string, files: Files, code: string, expected: RegExp][] = [
    [
      'no ClusterServiceVersion',
      bundleFiles({ files: { 'manifests/csv.yaml': CONFIG_MAP } }),
      'bundle-csv-count',
      /has no ClusterServiceVersion in manifests\//,
    ],
    [
      'two ClusterServiceVersions, and names both',
      bundleFiles({ files: { 'manifests/two.yaml': csvText({ name: 'lamp-operator.v2.0.0' }) } }),
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

  it('what is wrong with all files at once', () => {
    const problems = problemsOf(() =>
      bundleOf({
        files: {
          'manifests/a.yaml': 'kind: Lamp\n',
          'manifests/b.yaml': 'a: [\n',
          'metadata/dependencies.yaml': 'dependencies: 5\n',
        },
      }),
    );
    const files = new Set(problems.map(({ at }) => at?.file));
    assert.deepEqual(
      [...files],
      ['a', 'b']
        .map((name) => `bundle/manifests/${name}.yaml`)
        .concat('bundle/metadata/dependencies.yaml'),
    );
  });
});
