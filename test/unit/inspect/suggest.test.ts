import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComponentSource } from '../../../src/component/source-schema.ts';
import { suggest } from '../../../src/inspect/suggest.ts';
import type { Suggestion } from '../../../src/inspect/suggestion.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, deployment, object } from '../support/objects.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const IMAGE = `r.io/lamp@${DIGEST}`;

/** A Deployment of one container that is right but for `fields`. */
const lamp = (fields: object = {}, pod: object = {}): KubernetesObject =>
  object('apps/v1 Deployment house/lamp', {
    spec: {
      template: { spec: { ...pod, containers: [{ name: 'lamp', image: IMAGE, ...fields }] } },
    },
  });

const service = (type: string, ...ports: number[]): KubernetesObject =>
  object('v1 Service house/lamp', { spec: { type, ports: ports.map((port) => ({ port })) } });

const webhook = (rest: object, caBundle?: string): KubernetesObject =>
  object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration lamp', {
    ...rest,
    webhooks: [{ clientConfig: caBundle === undefined ? {} : { caBundle } }],
  });

const api = (name: string): KubernetesObject =>
  object(`apiextensions.k8s.io/v1 CustomResourceDefinition ${name}.gateway.networking.k8s.io`, {
    metadata: { annotations: { 'gateway.networking.k8s.io/bundle-version': 'v1.4.0' } },
  });

/** What is suggested, without the reasons. */
function shown(suggestion: Suggestion): unknown {
  switch (suggestion.section) {
    case 'sources':
      return suggestion.source.name;
    case 'remove':
      return suggestion.removals.map(({ target }) => `remove ${target.kind} ${target.name}`);
    case 'patches':
      return suggestion.patch.operations;
    case 'images':
      return suggestion.images;
    case 'note':
      return suggestion.because;
  }
}

const found = (objects: KubernetesObject[], kind: ComponentSource['kind'] = 'Manifests') =>
  suggest({ objects, kind }).map(shown);

const container = '/spec/template/spec/containers';
const context = '/spec/template/spec/securityContext';

describe('suggestions', () => {
  const patches: [what: string, object: KubernetesObject, operations: unknown[]][] = [
    [
      'of an image that is always pulled',
      lamp({ imagePullPolicy: 'Always' }),
      [{ op: 'add', path: `${container}/*/imagePullPolicy`, value: 'IfNotPresent' }],
    ],
    [
      'of more than one replica',
      object('apps/v1 StatefulSet house/lamp', { spec: { replicas: 3, template: { spec: {} } } }),
      [{ op: 'replace', path: '/spec/replicas', value: 1 }],
    ],
    [
      'of fixed users',
      lamp(
        { securityContext: { runAsUser: 1001 } },
        { securityContext: { runAsUser: 1000, fsGroup: 1000, runAsNonRoot: true } },
      ),
      [
        { op: 'remove', path: `${context}/runAsUser` },
        { op: 'remove', path: `${context}/fsGroup` },
        { op: 'remove', path: `${container}/0/securityContext/runAsUser` },
      ],
    ],
    [
      'of the ports of the router',
      service('LoadBalancer', 8000, 80, 443),
      [
        { op: 'replace', path: '/spec/ports/1/port', value: 8080 },
        { op: 'replace', path: '/spec/ports/2/port', value: 8443 },
      ],
    ],
    [
      'in the template of a CronJob',
      object('batch/v1 CronJob house/lamp', {
        spec: {
          jobTemplate: {
            spec: {
              template: {
                spec: { initContainers: [{ name: 'a', image: IMAGE, imagePullPolicy: 'Always' }] },
              },
            },
          },
        },
      }),
      [
        {
          op: 'add',
          path: '/spec/jobTemplate/spec/template/spec/initContainers/*/imagePullPolicy',
          value: 'IfNotPresent',
        },
      ],
    ],
  ];
  for (const [what, each, operations] of patches) {
    it(what, () => {
      const suggestions = suggest({ objects: [each], kind: 'Manifests' });
      assert.deepEqual(suggestions.map(shown), [operations]);
      const [first] = suggestions;
      assert.ok(first?.section === 'patches');
      const { kind, metadata } = each;
      const { name, namespace } = metadata;
      assert.deepEqual(first.patch.target, { kind, name, namespace });
    });
  }

  const notes: [what: string, object: KubernetesObject, text: RegExp][] = [
    ['of other ports', service('LoadBalancer', 9000), /^Service house\/lamp takes the ports 9000 /],
    [
      'of a privileged container',
      lamp({ securityContext: { privileged: true } }),
      /scc:privileged/,
    ],
    ['of root', lamp({ securityContext: { runAsUser: 0 } }), /the user root.*scc:anyuid/],
    ['of ports of the node', lamp({ ports: [{ hostPort: 80 }] }), /hostPort.*scc:hostnetwork-v2/],
    ["of the node's network", lamp({}, { hostNetwork: true }), /hostNetwork.*scc:hostnetwork-v2/],
    [
      'of several privileges, with the account',
      lamp(
        { securityContext: { runAsUser: 0 } },
        { hostNetwork: true, serviceAccountName: 'lamp' },
      ),
      /hostNetwork, the user root.*scc:privileged to its ServiceAccount lamp/,
    ],
    [
      'of capabilities',
      lamp({ securityContext: { capabilities: { add: ['NET_BIND_SERVICE', 'NET_ADMIN'] } } }),
      /the capabilities NET_ADMIN, which/,
    ],
    ['of files of the node', lamp({}, { volumes: [{ hostPath: { path: '/' } }] }), /hostPath/],
    ['of a Job', object('batch/v1 Job house/make', { spec: { template: {} } }), /^Job house\/make/],
    ['of a webhook without a CA', webhook({}), /has no CA/],
    ['of a webhook with a CA', webhook({}, 'QQ=='), /all devices have the same one/],
    [
      'of a webhook whose CA another program puts in',
      webhook({ metadata: { annotations: { 'certificates.example.com/inject-ca-from': 'a/b' } } }),
      /annotation certificates.example.com\/inject-ca-from/,
    ],
    [
      'of a conversion webhook',
      object('apiextensions.k8s.io/v1 CustomResourceDefinition lamps.example.com', {
        spec: { conversion: { strategy: 'Webhook', webhook: { clientConfig: {} } } },
      }),
      /CustomResourceDefinition lamps.example.com has no CA/,
    ],
    ['of a Secret', object('v1 Secret house/key', { data: { key: 'QQ==' } }), /^Secret house\/key/],
    ['of an image left open', lamp({ image: '${LAMP}' }), /image lamp is left open \(\$\{LAMP\}\)/],
  ];
  for (const [what, each, text] of notes) {
    it(what, () => {
      const all = found([each]);
      assert.equal(all.length, 1, JSON.stringify(all));
      assert.match(String(all[0]), text);
    });
  }

  it('of images without a digest, and of those that are always pulled for it', () => {
    assert.deepEqual(found([lamp({ image: 'r.io/lamp:1.2' })]), [{ lamp: 'r.io/lamp:1.2' }]);
    const pulled = [{ op: 'add', path: `${container}/*/imagePullPolicy`, value: 'IfNotPresent' }];
    assert.deepEqual(found([lamp({ image: 'r.io/lamp' })]), [pulled, { lamp: 'r.io/lamp' }]);
    assert.deepEqual(found([lamp({ image: 'r.io/lamp:latest' })])[0], pulled);
    const kept = lamp({ image: 'r.io/lamp:latest', imagePullPolicy: 'IfNotPresent' });
    assert.deepEqual(found([kept]), [{ lamp: 'r.io/lamp:latest' }]);
  });

  it('of an API that the components share', () => {
    assert.deepEqual(found([api('gateways'), lamp(), api('httproutes')]), [
      'gateway-api',
      [
        'remove CustomResourceDefinition gateways.gateway.networking.k8s.io',
        'remove CustomResourceDefinition httproutes.gateway.networking.k8s.io',
      ],
    ]);
    assert.deepEqual(found([api('gateways'), api('httproutes')]), [], 'which is that API itself');
  });

  const nothing: [what: string, object: KubernetesObject][] = [
    ['a Deployment that is right', lamp({ imagePullPolicy: 'IfNotPresent' })],
    ['a Service inside', service('ClusterIP', 80)],
    ['a CRD', crd()],
    ['a Secret without content', object('v1 Secret house/key', { type: 'Opaque' })],
    [
      'a webhook of service-ca, which MicroShift has',
      webhook({
        metadata: { annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' } },
      }),
    ],
    [
      'a custom kind of a known name',
      object('example.com/v1 Service x', { spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } }),
    ],
    ['a template of another shape', deployment('house/odd', 'none')],
    ['no template', object('apps/v1 Deployment house/odd', { spec: { replicas: 2, template: 1 } })],
  ];
  for (const [what, each] of nothing) {
    it(`none for ${what}`, () => {
      assert.deepEqual(found([each]), []);
    });
  }

  it('of a Job of a chart says that nothing waits for it', () => {
    const job = object('batch/v1 Job house/make', { spec: { template: {} } });
    assert.match(String(found([job], 'HelmChart')[0]), /hook of Helm, nothing waits for/);
  });
});
