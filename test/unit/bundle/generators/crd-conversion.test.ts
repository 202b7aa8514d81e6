import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crdConverter } from '../../../../src/bundle/generators/crd-conversion.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import { bundleOf, webhook, withWebhooks } from '../../support/bundle.ts';
import { crd, object } from '../../support/objects.ts';

const CA = 'service.beta.openshift.io/inject-cabundle';
const converter = (fields: object = {}) =>
  crdConverter(
    bundleOf({
      ...withWebhooks(
        webhook({
          type: 'ConversionWebhook',
          admissionReviewVersions: ['v1', 'v1beta1'],
          conversionCRDs: ['lamps.example.com', 'wicks.example.com'],
          ...fields,
        }),
      ),
    }),
    'ns',
  );

describe('crdConverter', () => {
  it('has each CRD that the webhook names converted by it', () => {
    const convert = converter({ containerPort: 8443, webhookPath: '/convert' });
    for (const kind of ['Lamp', 'Wick']) {
      const { spec } = crd(kind);
      const identity = `apiextensions.k8s.io/v1 CustomResourceDefinition ${kind.toLowerCase()}s.example.com`;
      assert.deepEqual(
        convert(crd(kind)),
        object(identity, {
          metadata: { annotations: { [CA]: 'true' } },
          spec: {
            ...(spec as object),
            conversion: {
              strategy: 'Webhook',
              webhook: {
                clientConfig: {
                  service: {
                    name: 'lamp-operator-service',
                    namespace: 'ns',
                    path: '/convert',
                    port: 8443,
                  },
                },
                conversionReviewVersions: ['v1', 'v1beta1'],
              },
            },
          },
        }),
      );
    }
  });

  it('asks for / where the webhook has no path', () => {
    const path = ['spec', 'conversion', 'webhook', 'clientConfig', 'service', 'path'];
    assert.equal(valueAt(converter()(crd('Lamp')), path), '/');
  });

  it('replaces the conversion of the manifest', () => {
    const lamp = crd('Lamp');
    const written = {
      ...lamp,
      spec: { ...(lamp.spec as object), conversion: { strategy: 'None' } },
    };
    assert.equal(valueAt(converter()(written), ['spec', 'conversion', 'strategy']), 'Webhook');
  });

  it('leaves every other CRD as it is', () => {
    const annotated = { ...crd('Sun'), metadata: { name: 'suns.example.com', annotations: {} } };
    for (const each of [crd('Sun'), annotated]) assert.deepEqual(converter()(each), each);
  });

  it('takes what others would inject from every CRD', () => {
    const lamp = crd('Lamp');
    const annotations = (kind: string, more: object = {}) => {
      const own = { 'cert-manager.io/inject-ca-from': 'ns/a', ...more };
      const other = crd(kind);
      return converter()({ ...other, metadata: { ...other.metadata, annotations: own } }).metadata
        .annotations;
    };
    assert.deepEqual(annotations('Lamp', { a: 'b' }), { a: 'b', [CA]: 'true' });
    assert.deepEqual(annotations('Sun', { a: 'b' }), { a: 'b' });
    assert.equal(annotations('Sun'), undefined);
    assert.deepEqual(lamp, crd('Lamp'));
  });
});
