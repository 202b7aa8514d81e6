import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCsv } from '../../../src/bundle/read-csv.ts';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import { csvText, DEPLOYMENT } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';
import { problemsOf } from '../support/problems.ts';

function read(options: BundleOptions) {
  const [manifest] = readManifests(csvText(options), 'csv.yaml', { fieldLines: true });
  assert.ok(manifest);
  return readCsv(manifest);
}

const NONE = { owned: [], required: [] };

describe('readCsv', () => {
  it('takes what makes objects', () => {
    const csv = read({
      csvAnnotations: {
        'operatorframework.io/suggested-namespace': 'lamps',
        containerImage: 'registry.example.com/lamp:1',
      },
      spec: {
        minKubeVersion: '1.25.0',
        relatedImages: [{ name: 'lamp', image: 'registry.example.com/lamp:1' }],
        apiservicedefinitions: {
          owned: [{ group: 'lamp.example.com', version: 'v1' }],
          required: [{ group: 'wick.example.com', version: 'v1' }],
        },
        cleanup: { enabled: true },
        installModes: [
          { type: 'OwnNamespace', supported: false },
          { type: 'AllNamespaces', supported: true },
        ],
      },
    });
    assert.deepEqual([...csv.installModes], ['AllNamespaces']);
    assert.deepEqual(csv.relatedImages, [{ name: 'lamp', image: 'registry.example.com/lamp:1' }]);
    assert.deepEqual(csv.deployments, [{ ...DEPLOYMENT, label: {} }]);
    assert.deepEqual(csv.apiServices, {
      owned: [
        {
          name: '',
          group: 'lamp.example.com',
          version: 'v1',
          kind: '',
          deploymentName: '',
          containerPort: 443,
        },
      ],
      required: [{ name: '', group: 'wick.example.com', version: 'v1', kind: '' }],
    });
    assert.equal(csv.suggestedNamespace, 'lamps');
    assert.equal(csv.containerImage, 'registry.example.com/lamp:1');
    assert.equal(csv.minKubeVersion, '1.25.0');
    assert.equal(csv.cleanup, true);
  });

  it('needs little', () => {
    const csv = read({
      spec: { minKubeVersion: '', cleanup: null, customresourcedefinitions: null },
    });
    const { suggestedNamespace, containerImage, minKubeVersion, cleanup } = csv;
    assert.deepEqual(
      [suggestedNamespace, containerImage, minKubeVersion, cleanup],
      [undefined, undefined, undefined, false],
    );
    assert.deepEqual([csv.webhooks, csv.properties, csv.nativeApis], [[], [], []]);
    assert.deepEqual([csv.crds, csv.apiServices], [NONE, NONE]);
  });

  it('takes an empty ServiceAccount name for the default one', () => {
    const csv = read({ install: { permissions: [{ serviceAccountName: '', rules: [] }] } });
    assert.deepEqual(csv.permissions, [{ serviceAccountName: 'default', rules: [] }]);
  });

  for (const version of ['1.0.0', '3.0.0-tp.1', '1.2.3+build.5', '10.20.30-rc.1+a']) {
    it(`takes the version ${version}`, () => {
      assert.equal(read({ spec: { version } }).version, version);
    });
  }

  for (const version of [
    '',
    'v1.0.0',
    '1.0',
    '1.0.0 ',
    '1.0.0\n',
    '1.0.0-%{x}',
    '1.0.0-$(x)',
    1.5,
  ]) {
    it(`refuses the version ${JSON.stringify(version)}`, () => {
      const [problem] = problemsOf(() => read({ spec: { version } }));
      assert.equal(problem?.code, 'csv-invalid');
      assert.equal(problem.at?.field, 'spec.version');
    });
  }

  it('names every field of the wrong shape', () => {
    const problems = problemsOf(() =>
      read({
        spec: { relatedImages: [{ name: 'a' }], installModes: 'all' },
        install: {
          deployments: [{ spec: {} }, { name: 'a', spec: 'text' }],
          permissions: [{ serviceAccountName: 'a', rules: ['text'] }],
        },
      }),
    );
    assert.deepEqual(
      problems.map(({ at }) => at?.field),
      [
        'spec.installModes',
        'spec.install.spec.deployments[0].name',
        'spec.install.spec.deployments[1].spec',
        'spec.install.spec.permissions[0].rules[0]',
        'spec.relatedImages[0].image',
      ],
    );
    // Each with its own line.
    const lines = problems.map(({ at }) => at?.line ?? 0);
    assert.deepEqual(lines, [...new Set(lines)]);
    assert.ok(lines.every((line) => line > 1));
  });

  it('refuses another install strategy', () => {
    const [problem] = problemsOf(() => read({ spec: { install: { strategy: 'helm', spec: {} } } }));
    assert.equal(problem?.at?.field, 'spec.install.strategy');
  });

  for (const version of ['1.25', 'v1.25.0', '1.25.0-0', '1']) {
    it(`takes the Kubernetes version ${version}`, () => {
      assert.equal(read({ spec: { minKubeVersion: version } }).minKubeVersion, version);
    });
  }

  it('refuses a Kubernetes version that is none', () => {
    const [problem] = problemsOf(() => read({ spec: { minKubeVersion: 'new' } }));
    assert.equal(problem?.at?.field, 'spec.minKubeVersion');
  });

  for (const name of ['../a', 'A', 'a b']) {
    it(`refuses the ServiceAccount ${JSON.stringify(name)}`, () => {
      const install = { clusterPermissions: [{ serviceAccountName: name, rules: [] }] };
      const [problem] = problemsOf(() => read({ install }));
      assert.equal(problem?.message, "expected a ServiceAccount's name");
    });
  }

  it('reads the properties of its annotation', () => {
    const properties = [{ type: 'olm.maxOpenShiftVersion', value: '4.17' }];
    const csv = read({ csvAnnotations: { 'olm.properties': JSON.stringify(properties) } });
    assert.deepEqual(csv.properties, properties);
  });

  for (const text of ['', '{', '{}', '[5]', '[{"value":1}]']) {
    it(`refuses the properties ${JSON.stringify(text)}`, () => {
      const [problem] = problemsOf(() => read({ csvAnnotations: { 'olm.properties': text } }));
      assert.equal(problem?.at?.field, "metadata.annotations['olm.properties']");
    });
  }
});
