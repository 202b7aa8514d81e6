import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateServices } from '../../../../src/bundle/generators/services.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import {
  apiService,
  bundleOf,
  DEPLOYMENT,
  installation,
  webhook,
  withApiServices,
  withWebhooks,
} from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { object } from '../../support/objects.ts';

const named = (...names: string[]): BundleOptions => ({
  install: { deployments: names.map((name) => ({ ...DEPLOYMENT, name })) },
  spec: {
    webhookdefinitions: names.map((deploymentName) => webhook({ deploymentName })),
  },
});
const services = (options: BundleOptions) => generateServices(bundleOf(options), installation());
const names = (options: BundleOptions) =>
  services(options).map(({ metadata }) => [
    metadata.name,
    metadata.annotations?.['service.beta.openshift.io/serving-cert-secret-name'],
  ]);

describe('generateServices', () => {
  it('makes one Service of all webhooks of a Deployment, each port once', () => {
    const found = services(
      withWebhooks(
        webhook({ containerPort: 8443, targetPort: 'https' }),
        webhook({ generateName: 'b.example.com' }),
        webhook({ type: 'ConversionWebhook', containerPort: 443 }),
      ),
    );
    assert.deepEqual(found, [
      object('v1 Service ns/lamp-operator-service', {
        metadata: {
          annotations: {
            'service.beta.openshift.io/serving-cert-secret-name': 'lamp-operator-service-cert',
          },
        },
        spec: {
          ports: [
            { name: '443', port: 443, targetPort: 443 },
            { name: '8443', port: 8443, targetPort: 'https' },
          ],
          selector: { app: 'lamp' },
        },
      }),
    ]);
  });

  it('makes one of webhooks and APIs together', () => {
    const { spec } = withApiServices(apiService({ containerPort: 5443 }), apiService());
    const options = { spec: { ...spec, webhookdefinitions: [webhook({ targetPort: 443 })] } };
    const found = services(options);
    assert.equal(found.length, 1);
    assert.deepEqual(valueAt(found[0], ['spec', 'ports']), [
      { name: '443', port: 443, targetPort: 443 },
      { name: '5443', port: 5443, targetPort: 5443 },
    ]);
  });

  it('makes none of what is not called', () => {
    assert.deepEqual(services({}), []);
  });

  const long = `${'l'.repeat(54)}-operator`;
  const cases: [what: string, options: BundleOptions, ...expected: [string, string][]][] = [
    ['dots', named('lamp.operator'), ['lamp-operator-service', 'lamp-operator-service-cert']],
    [
      'names that become the same',
      named('lamp.operator', 'lamp-operator'),
      ['lamp-operator-service', 'lamp-operator-service-cert'],
      ['lamp-operator-2-service', 'lamp-operator-2-service-cert'],
    ],
    [
      'a digit in front',
      named('3lamps'),
      ['operator-3lamps-service', 'operator-3lamps-service-cert'],
    ],
    [
      'names that are long',
      named(long, `${long}-2`),
      [`${'l'.repeat(54)}-service`, `${'l'.repeat(54)}-ser-cert`],
      [`${'l'.repeat(53)}-2-service`, `${'l'.repeat(53)}-2-se-cert`],
    ],
    [
      'a Service and a Secret of the bundle of the same names',
      {
        ...named('lamp'),
        objects: [object('v1 Service lamp-service'), object('v1 Secret lamp-2-service-cert')],
      },
      ['lamp-2-service', 'lamp-2-service-2-cert'],
    ],
  ];
  for (const [what, options, ...expected] of cases) {
    it(`finds names for ${what}`, () => {
      assert.deepEqual(names(options), expected);
      assert.ok(expected.flat().every((name) => name.length <= 63));
    });
  }
});
