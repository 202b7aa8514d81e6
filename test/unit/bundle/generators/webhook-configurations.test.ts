import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateWebhookConfigurations } from '../../../../src/bundle/generators/webhook-configurations.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import { bundleOf, installation, webhook, withWebhooks } from '../../support/bundle.ts';
import { object } from '../../support/objects.ts';

const configurations = (...webhooks: unknown[]) =>
  generateWebhookConfigurations(bundleOf(withWebhooks(...webhooks)), installation());
const SERVICE = { name: 'lamp-operator-service', namespace: 'ns' };

describe('generateWebhookConfigurations', () => {
  it('copies what a validating webhook says', () => {
    const rules = [{ apiGroups: ['a'], apiVersions: ['v1'], operations: ['*'], resources: ['b'] }];
    const settings = {
      failurePolicy: 'Ignore',
      matchPolicy: 'Exact',
      objectSelector: { matchLabels: { lit: 'yes' } },
      timeoutSeconds: 7,
    };
    const found = configurations(
      webhook({ rules, ...settings, webhookPath: '/validate', containerPort: 8443, targetPort: 1 }),
    );
    assert.deepEqual(found, [
      object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration vlamp.example.com', {
        metadata: { annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' } },
        webhooks: [
          {
            name: 'vlamp.example.com',
            admissionReviewVersions: ['v1'],
            clientConfig: { service: { ...SERVICE, path: '/validate', port: 8443 } },
            rules,
            ...settings,
            sideEffects: 'None',
          },
        ],
      }),
    ]);
  });

  it('says no more than the webhook does', () => {
    assert.deepEqual(valueAt(configurations(webhook())[0], ['webhooks']), [
      {
        name: 'vlamp.example.com',
        admissionReviewVersions: ['v1'],
        clientConfig: { service: { ...SERVICE, port: 443 } },
        sideEffects: 'None',
      },
    ]);
  });

  it('sees the namespaces that the operator serves', () => {
    const targetNamespaces = ['a', 'b'];
    const found = generateWebhookConfigurations(
      bundleOf(withWebhooks(webhook(), webhook({ type: 'MutatingAdmissionWebhook' }))),
      installation({ targetNamespaces }),
    );
    for (const configuration of found) {
      assert.deepEqual(valueAt(configuration, ['webhooks', 0, 'namespaceSelector']), {
        matchExpressions: [
          { key: 'kubernetes.io/metadata.name', operator: 'In', values: targetNamespaces },
        ],
      });
    }
    assert.equal(found.length, 2);
  });

  it('knows reinvocation of mutating webhooks alone', () => {
    const reinvocationPolicy = 'IfNeeded';
    const [validating, mutating] = configurations(
      webhook({ reinvocationPolicy }),
      webhook({ type: 'MutatingAdmissionWebhook', reinvocationPolicy }),
    );
    assert.equal(mutating?.kind, 'MutatingWebhookConfiguration');
    assert.equal(valueAt(validating, ['webhooks', 0, 'reinvocationPolicy']), undefined);
    assert.equal(valueAt(mutating, ['webhooks', 0, 'reinvocationPolicy']), 'IfNeeded');
  });

  it('makes one for each definition, and none for conversion', () => {
    const found = configurations(
      webhook(),
      webhook({ generateName: 'b.example.com' }),
      webhook({ type: 'ConversionWebhook' }),
    );
    assert.deepEqual(
      found.map(({ metadata }) => metadata.name),
      ['vlamp.example.com', 'b.example.com'],
    );
  });
});
