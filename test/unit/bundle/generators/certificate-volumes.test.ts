import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withCertificateVolumes } from '../../../../src/bundle/generators/certificate-volumes.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import type { Json, JsonObject } from '../../../../src/manifest/json.ts';

const WEBHOOK = '/tmp/k8s-webhook-server/serving-certs';
const APISERVICE = '/apiserver.local.config/certificates';
const MOUNTS = [
  { name: 'webhook-cert', mountPath: WEBHOOK },
  { name: 'apiservice-cert', mountPath: APISERVICE },
];
const VOLUMES = [
  {
    name: 'webhook-cert',
    secret: {
      secretName: 'lamp-cert',
      items: [
        { key: 'tls.crt', path: 'tls.crt' },
        { key: 'tls.key', path: 'tls.key' },
      ],
    },
  },
  {
    name: 'apiservice-cert',
    secret: {
      secretName: 'lamp-cert',
      items: [
        { key: 'tls.crt', path: 'apiserver.crt' },
        { key: 'tls.key', path: 'apiserver.key' },
      ],
    },
  },
];

const specOf = (pod: JsonObject): JsonObject => ({
  replicas: 1,
  template: { metadata: { labels: { app: 'lamp' } }, spec: pod },
});
const podOf = (pod: JsonObject): JsonObject =>
  valueAt(withCertificateVolumes(specOf(pod), 'lamp-cert'), ['template', 'spec']) as JsonObject;
const mount = (name: string, mountPath: string) => ({ name, mountPath });
const containers = (...mounts: Json[][]): Json[] =>
  mounts.map((volumeMounts, index) => ({ name: `c${index}`, volumeMounts }));

describe('withCertificateVolumes', () => {
  it('mounts the certificate in every container', () => {
    const spec = withCertificateVolumes(
      specOf({ serviceAccountName: 'lamp', containers: [{ name: 'a' }, { name: 'b' }] }),
      'lamp-cert',
    );
    assert.deepEqual(
      spec,
      specOf({
        serviceAccountName: 'lamp',
        containers: [
          { name: 'a', volumeMounts: MOUNTS },
          { name: 'b', volumeMounts: MOUNTS },
        ],
        volumes: VOLUMES,
      }),
    );
  });

  it('keeps other volumes', () => {
    const pod = podOf({
      containers: containers([mount('data', '/data')]),
      volumes: [{ name: 'data', emptyDir: {} }],
    });
    assert.deepEqual(valueAt(pod, ['containers', 0, 'volumeMounts']), [
      mount('data', '/data'),
      ...MOUNTS,
    ]);
    assert.deepEqual(pod.volumes, [{ name: 'data', emptyDir: {} }, ...VOLUMES]);
  });

  for (const path of [WEBHOOK, `${WEBHOOK}/`, APISERVICE]) {
    it(`replaces what was mounted at ${path}`, () => {
      const pod = podOf({
        containers: containers(
          [mount('cert', path), mount('cert', '/also')],
          [mount('cert', '/b')],
        ),
        volumes: [{ name: 'cert', secret: { secretName: 'other' } }],
      });
      assert.deepEqual(pod.containers, containers(MOUNTS, MOUNTS));
      assert.deepEqual(pod.volumes, VOLUMES);
    });
  }

  it('replaces volumes of the names, wherever they were mounted', () => {
    const pod = podOf({
      containers: containers([mount('webhook-cert', '/certs'), mount('apiservice-cert', '/b')]),
      volumes: [
        { name: 'webhook-cert', emptyDir: {} },
        { name: 'apiservice-cert', emptyDir: {} },
      ],
    });
    assert.deepEqual(pod.containers, containers(MOUNTS));
    assert.deepEqual(pod.volumes, VOLUMES);
  });

  it('leaves init containers alone that use nothing of it', () => {
    const initContainers = containers([mount('data', '/data')]);
    const volumes = [{ name: 'data', emptyDir: {} }];
    assert.deepEqual(
      podOf({ containers: [], initContainers, volumes }).initContainers,
      initContainers,
    );
  });

  it('gives the certificate to init containers that had another', () => {
    const pod = podOf({
      containers: containers([]),
      initContainers: containers([mount('cert', WEBHOOK)], [mount('data', '/data')]),
      volumes: [{ name: 'cert', emptyDir: {} }],
    });
    assert.deepEqual(pod.initContainers, containers(MOUNTS, [mount('data', '/data')]));
  });

  for (const spec of [{}, { template: null }, { template: { spec: 'text' } }]) {
    it(`leaves ${JSON.stringify(spec)} to the API server`, () => {
      assert.deepEqual(withCertificateVolumes(spec, 'lamp-cert'), spec);
    });
  }

  it('changes nothing of what it was given', () => {
    const spec = specOf({ containers: containers([mount('cert', WEBHOOK)]), volumes: null });
    const before = structuredClone(spec);
    withCertificateVolumes(spec, 'lamp-cert');
    assert.deepEqual(spec, before);
  });
});
