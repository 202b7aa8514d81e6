import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { checkServiceReferences } from '../../../../src/verify/checks/service-references.ts';
import { checkServiceSelectors } from '../../../../src/verify/checks/service-selectors.ts';
import { crd, object } from '../../support/objects.ts';
import { SHOP, found, web } from '../support/verified.ts';

const SERVICE = { namespace: 'shop', name: 'hook' };

function webhooks(kind: string, ...services: object[]): KubernetesObject {
  return object(`admissionregistration.k8s.io/v1 ${kind} hooks`, {
    webhooks: services.map((service) => ({ clientConfig: { service } })),
  });
}

function converted(): KubernetesObject {
  const lamp = crd();
  const conversion = { strategy: 'Webhook', webhook: { clientConfig: { service: SERVICE } } };
  return { ...lamp, spec: { ...(lamp.spec as object), conversion } };
}

const apiService = object('apiregistration.k8s.io/v1 APIService v1.lamps.example.com', {
  spec: { service: SERVICE },
});

describe('checkServiceReferences', () => {
  const service = object('v1 Service shop/hook');
  const users: [what: string, user: KubernetesObject, place: string][] = [
    [
      'a validating webhook',
      webhooks('ValidatingWebhookConfiguration', SERVICE),
      'ValidatingWebhookConfiguration hooks webhooks[0].clientConfig.service',
    ],
    [
      'a mutating webhook',
      webhooks('MutatingWebhookConfiguration', SERVICE),
      'MutatingWebhookConfiguration hooks webhooks[0].clientConfig.service',
    ],
    [
      'a conversion',
      converted(),
      'CustomResourceDefinition lamps.example.com spec.conversion.webhook.clientConfig.service',
    ],
    ['an aggregated API', apiService, 'APIService v1.lamps.example.com spec.service'],
  ];
  for (const [what, user, place] of users) {
    const message =
      'nothing in the release makes the Service shop/hook that the API server is to call';
    it(`${what} has its Service in the release`, () => {
      assert.deepEqual(found(checkServiceReferences, SHOP, service, user), []);
    });
    it(`${what} has none in a namespace of the release`, () => {
      assert.deepEqual(found(checkServiceReferences, SHOP, user), [
        `error service-missing ${place}: ${message}`,
      ]);
    });
    it(`${what} has none in a namespace of others`, () => {
      assert.deepEqual(found(checkServiceReferences, user), [
        `note service-missing ${place}: ${message}`,
      ]);
    });
  }

  it('names each webhook that has none', () => {
    const hooks = webhooks('ValidatingWebhookConfiguration', SERVICE, { ...SERVICE, name: 'x' });
    assert.equal(found(checkServiceReferences, SHOP, service, hooks).length, 1);
  });

  const none: [what: string, object: KubernetesObject][] = [
    [
      'a webhook with a URL',
      object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration a', {
        webhooks: [{ clientConfig: { url: 'https://example.com' } }],
      }),
    ],
    ['a CRD without conversion', crd()],
    [
      'an API that the API server serves itself',
      object('apiregistration.k8s.io/v1 APIService v1.apps', { spec: { service: null } }),
    ],
    [
      'a Service of the device',
      webhooks('MutatingWebhookConfiguration', { namespace: 'kube-system', name: 'x' }),
    ],
  ];
  for (const [what, user] of none) {
    it(`takes ${what}`, () => assert.deepEqual(found(checkServiceReferences, user), []));
  }
});

describe('checkServiceSelectors', () => {
  const pods = web({}, { metadata: { labels: { app: 'web', tier: 'front' } } });
  const service = (spec: object) => object('v1 Service shop/s', { spec });
  const cases: [what: string, objects: KubernetesObject[], finds: boolean][] = [
    ['pods of the release', [pods, service({ selector: { app: 'web' } })], false],
    [
      'pods by more labels than they have',
      [pods, service({ selector: { app: 'web', a: 'b' } })],
      true,
    ],
    ['pods by another value', [pods, service({ selector: { app: 'other' } })], true],
    ['pods that an operator makes', [service({ selector: { app: 'web' } })], true],
    ['nothing, and has endpoints of its own', [service({})], false],
    ['nothing at all', [service({ selector: {} })], false],
    [
      'pods of another namespace',
      [pods, object('v1 Service other/s', { spec: { selector: { app: 'web' } } })],
      true,
    ],
    [
      'as a kind of another group does',
      [object('example.com/v1 Service shop/s', { spec: { selector: { app: 'web' } } })],
      false,
    ],
  ];
  for (const [what, objects, finds] of cases) {
    it(`a Service that selects ${what}`, () => {
      const findings = found(checkServiceSelectors, ...objects);
      assert.deepEqual(
        findings.map((text) => text.replace(/ (?:other|shop)\/s /, ' ')),
        finds
          ? ['note service-selects-nothing Service spec.selector: selects no pod of the release']
          : [],
      );
    });
  }
});
