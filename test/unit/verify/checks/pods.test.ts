import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { checkPodConfiguration } from '../../../../src/verify/checks/pod-configuration.ts';
import { checkPullPolicy } from '../../../../src/verify/checks/pull-policy.ts';
import { object } from '../../support/objects.ts';
import { SHOP, found, web } from '../support/verified.ts';

describe('checkPodConfiguration', () => {
  const volume = (source: object) => web({ volumes: [{ name: 'v', ...source }] });
  const secret = volume({ secret: { secretName: 'tls' } });
  const env = (fields: object) => web({ containers: [{ name: 'a', ...fields }] });

  const fine: [what: string, objects: KubernetesObject[]][] = [
    ['a Secret of the release', [secret, object('v1 Secret shop/tls')]],
    ['what may be missing', [volume({ secret: { secretName: 'tls', optional: true } })]],
    ['a ConfigMap of every namespace', [volume({ configMap: { name: 'kube-root-ca.crt' } })]],
    ['a volume of another kind', [volume({ emptyDir: {} })]],
    [
      'a Secret that a certificate request makes',
      [
        secret,
        object('certificates.example.com/v1 Certificate shop/c', { spec: { secretName: 'tls' } }),
      ],
    ],
    [
      'a Secret that an annotated Service makes',
      [
        secret,
        object('v1 Service shop/s', {
          metadata: {
            annotations: { 'service.beta.openshift.io/serving-cert-secret-name': 'tls' },
          },
        }),
      ],
    ],
  ];
  for (const [what, objects] of fine) {
    it(`takes ${what}`, () => {
      assert.deepEqual(found(checkPodConfiguration, SHOP, ...objects), []);
    });
  }

  const missing: [what: string, workload: KubernetesObject, kind: string, field: string][] = [
    ['a volume', secret, 'Secret tls', 'volumes[0].secret'],
    [
      'a ConfigMap',
      volume({ configMap: { name: 'c', optional: false } }),
      'ConfigMap c',
      'volumes[0].configMap',
    ],
    [
      'a projected volume',
      volume({ projected: { sources: [{ downwardAPI: {} }, { secret: { name: 'tls' } }] } }),
      'Secret tls',
      'volumes[0].projected.sources[1].secret',
    ],
    [
      'a variable',
      env({
        env: [
          { name: 'A', value: 'b' },
          { name: 'B', valueFrom: { secretKeyRef: { name: 'tls' } } },
        ],
      }),
      'Secret tls',
      'containers[0].env[1].valueFrom.secretKeyRef',
    ],
    [
      'a whole environment',
      env({ envFrom: [{ configMapRef: { name: 'c' } }] }),
      'ConfigMap c',
      'containers[0].envFrom[0].configMapRef',
    ],
    [
      'an init container',
      web({ initContainers: [{ name: 'a', envFrom: [{ secretRef: { name: 's' } }] }] }),
      'Secret s',
      'initContainers[0].envFrom[0].secretRef',
    ],
  ];
  for (const [what, workload, kind, field] of missing) {
    it(`notes what ${what} lacks`, () => {
      assert.deepEqual(found(checkPodConfiguration, SHOP, workload), [
        `note configuration-elsewhere Deployment shop/web spec.template.spec.${field}: nothing in the release makes the ${kind}, and the pod starts only when it is there`,
      ]);
    });
  }

  it('does not take the Secret of another namespace, nor one for a ConfigMap', () => {
    const others = [object('v1 Secret other/tls'), object('v1 ConfigMap shop/tls')];
    assert.equal(found(checkPodConfiguration, SHOP, secret, ...others).length, 1);
  });

  it('notes once what a workload names twice', () => {
    const twice = { secret: { secretName: 'tls' } };
    assert.equal(found(checkPodConfiguration, web({ volumes: [twice, twice] })).length, 1);
  });

  it('bears a pod that has the wrong shape', () => {
    const odd = web({ volumes: 'x', containers: [1, { env: [null], envFrom: { a: 1 } }] });
    assert.deepEqual(found(checkPodConfiguration, odd), []);
  });
});

describe('checkPullPolicy', () => {
  const DIGEST = `sha256:${'0'.repeat(64)}`;
  const cases: [image: string, policy: string | undefined, asks: boolean][] = [
    ['example.com/a:1', 'Always', true],
    ['example.com/a:latest', undefined, true],
    ['example.com/a', undefined, true],
    ['example.com/a:1', undefined, false],
    ['example.com/a:latest', 'IfNotPresent', false],
    ['example.com/a:latest', 'Never', false],
    [`example.com/a@${DIGEST}`, undefined, false],
    [`example.com/a:latest@${DIGEST}`, undefined, false],
  ];
  for (const [image, imagePullPolicy, asks] of cases) {
    it(`${image} with the policy ${imagePullPolicy ?? 'that is the default'}`, () => {
      const container = { name: 'main', image, ...(imagePullPolicy && { imagePullPolicy }) };
      const expected = [
        'note pull-always Deployment shop/web spec.template.spec.containers[0].imagePullPolicy: the container main asks its registry at each start, and does not start on a device without network',
      ];
      assert.deepEqual(
        found(checkPullPolicy, web({ containers: [container] })),
        asks ? expected : [],
      );
    });
  }
});
