import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { validateBundle } from '../../../src/bundle/validate-bundle.ts';
import { bundleOf, DEPLOYMENT, installation, webhook } from '../support/bundle.ts';
import { crd, object } from '../support/objects.ts';

describe('validateBundle', () => {
  it('finds nothing wrong with a bundle for all namespaces', () => {
    assert.deepEqual(validateBundle(bundleOf(), installation()), []);
    const conversionCRDs = ['lamps.example.com'];
    const bundle = bundleOf({
      objects: [crd('Lamp'), object('v1 ConfigMap a')],
      spec: {
        webhookdefinitions: [webhook(), webhook({ type: 'ConversionWebhook', conversionCRDs })],
      },
    });
    assert.deepEqual(validateBundle(bundle, installation()), []);
  });

  it('names every reason at once, each with its place', () => {
    const problems = validateBundle(
      bundleOf({
        annotations: { 'package.v1': '' },
        objects: [object('apps/v1 Deployment other/a')],
        install: { deployments: [DEPLOYMENT, DEPLOYMENT] },
        spec: { installModes: [], webhookdefinitions: [webhook({ deploymentName: 'other' })] },
      }),
      installation(),
    );
    const csv = 'ClusterServiceVersion lamp-operator.v1.0.0';
    assert.deepEqual(
      problems.map(({ at }) => [at?.file, at?.object, at?.field]),
      [
        [
          'bundle/metadata/annotations.yaml',
          undefined,
          'operators.operatorframework.io.bundle.package.v1',
        ],
        ['bundle/manifests/csv.yaml', csv, 'spec.installModes'],
        ['bundle/manifests/csv.yaml', csv, 'spec.install.spec.deployments[1].name'],
        ['bundle/manifests/objects.yaml', 'Deployment other/a', 'kind'],
        ['bundle/manifests/csv.yaml', csv, 'spec.webhookdefinitions[0].deploymentName'],
      ],
    );
    assert.deepEqual(new Set(problems.map(({ at }) => typeof at?.line)), new Set(['number']));
  });
});
