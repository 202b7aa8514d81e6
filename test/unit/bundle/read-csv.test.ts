import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCsv } from '../../../src/bundle/read-csv.ts';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import { csvText, DEPLOYMENT } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';
import { problemsOf, shown } from '../support/problems.ts';

function read(options: BundleOptions) {
  const [manifest] = readManifests(csvText(options), 'csv.yaml');
  assert.ok(manifest);
  return readCsv(manifest);
}

describe('readCsv', () => {
  it('takes what makes objects', () => {
    const csv = read({
      spec: {
        relatedImages: [{ name: 'lamp', image: 'registry.example.com/lamp:1' }],
        webhookdefinitions: [{}, {}],
        apiservicedefinitions: { owned: [{}] },
        installModes: [
          { type: 'OwnNamespace', supported: false },
          { type: 'AllNamespaces', supported: true },
        ],
      },
    });
    assert.deepEqual([...csv.installModes], ['AllNamespaces']);
    assert.deepEqual(csv.relatedImages, [{ name: 'lamp', image: 'registry.example.com/lamp:1' }]);
    assert.deepEqual(csv.deployments, [{ ...DEPLOYMENT, label: {} }]);
    assert.equal(csv.webhooks, 2);
    assert.equal(csv.ownedApiServices, 1);
    assert.equal(csv.suggestedNamespace, undefined);
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
        'spec.install.spec.deployments[0].name',
        'spec.install.spec.deployments[1].spec',
        'spec.install.spec.permissions[0].rules[0]',
        'spec.installModes',
        'spec.relatedImages[0].image',
      ],
    );
    assert.match(shown(problems[0]!), /^csv\.yaml:1 /);
  });

  it('refuses another install strategy', () => {
    const [problem] = problemsOf(() => read({ spec: { install: { strategy: 'helm', spec: {} } } }));
    assert.equal(problem?.at?.field, 'spec.install.strategy');
  });
});
