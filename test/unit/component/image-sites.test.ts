import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageProblems, imageSites, imagesByKey } from '../../../src/component/image-sites.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, deployment, object } from '../support/objects.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const sites = (...objects: KubernetesObject[]) =>
  imageSites(objects).map(({ key, ref, field }) => `${key}=${ref} ${field}`);

describe('imageSites', () => {
  it('finds containers, variables and annotations of a pod template', () => {
    const template = {
      metadata: { annotations: { 'images.v1.lamp': `r.io/lamp@${DIGEST}`, note: 'a:1' } },
    };
    const env = [
      { name: 'RELATED_IMAGE_BULB', value: 'r.io/bulb:1' },
      { name: 'SHADE_IMAGE', value: 'r.io/shade:1' },
      { name: 'IMAGE_PULL', value: 'Always' },
      { name: 'RELATED_IMAGE_EMPTY', value: '' },
      { name: 'RELATED_IMAGE_FROM', valueFrom: {} },
    ];
    assert.deepEqual(
      sites(deployment('ns/a', [{ name: 'manager', image: 'r.io/m:1', env }], template)),
      [
        'manager=r.io/m:1 spec.template.spec.containers[0].image',
        'bulb=r.io/bulb:1 spec.template.spec.containers[0].env[0].value',
        'shade_image=r.io/shade:1 spec.template.spec.containers[0].env[1].value',
        `lamp-${'ab'.repeat(32)}-annotation=r.io/lamp@${DIGEST} spec.template.metadata.annotations['images.v1.lamp']`,
      ],
    );
  });

  const pod = (key = 'containers') => ({ spec: { [key]: [{ name: 'c', image: 'r.io/c:1' }] } });
  const kinds: [identity: string, rest: object, field: string][] = [
    [
      'apps/v1 DaemonSet a',
      { spec: { template: pod() } },
      'spec.template.spec.containers[0].image',
    ],
    [
      'apps/v1 StatefulSet a',
      { spec: { template: pod() } },
      'spec.template.spec.containers[0].image',
    ],
    [
      'batch/v1 Job a',
      { spec: { template: pod('initContainers') } },
      'spec.template.spec.initContainers[0].image',
    ],
    [
      'batch/v1 CronJob a',
      { spec: { jobTemplate: { spec: { template: pod() } } } },
      'spec.jobTemplate.spec.template.spec.containers[0].image',
    ],
    ['v1 Pod a', pod(), 'spec.containers[0].image'],
  ];
  for (const [identity, rest, field] of kinds) {
    it(`finds them in ${identity}`, () => {
      assert.deepEqual(sites(object(identity, { ...rest })), [`c=r.io/c:1 ${field}`]);
    });
  }

  it('finds none elsewhere, nor in templates of another shape', () => {
    const objects = [
      object('v1 ConfigMap a', pod()),
      object('apps/v1 Deployment a'),
      object('apps/v1 Deployment b', { spec: { template: 'x' } }),
      crd(),
    ];
    assert.deepEqual(sites(...objects), []);
  });

  it('names an annotation after its tag, and a placeholder after itself', () => {
    const annotated = (value: string) =>
      sites(deployment('a', [], { metadata: { annotations: { 'images.x': value } } }))[0]?.split(
        '=',
      )[0];
    assert.equal(annotated('r.io/a/lamp:v1'), 'lamp-v1-annotation');
    assert.equal(annotated('r.io/a/lamp'), 'lamp-latest-annotation');
  });
});

describe('imagesByKey', () => {
  it('holds each once, sorted', () => {
    const found = imageSites([
      deployment('a', [
        { name: 'b', image: 'r.io/b:1' },
        { name: 'a', image: 'r.io/a:1' },
      ]),
      deployment('b', [{ name: 'a', image: 'r.io/a:1' }]),
    ]);
    assert.deepEqual(Object.entries(imagesByKey(found)), [
      ['a', 'r.io/a:1'],
      ['b', 'r.io/b:1'],
    ]);
  });
});

describe('imageProblems', () => {
  for (const [image, code] of [
    ['${OPERATOR_IMAGE}', 'image-unresolved'],
    ['r.io/a:${TAG}', 'image-unresolved'],
    ['', 'image-invalid'],
    [undefined, 'image-invalid'],
    ['not an image', 'image-invalid'],
  ] as const) {
    it(`names a container whose image is ${JSON.stringify(image) ?? 'left out'}`, () => {
      const found = imageSites([deployment('ns/a', [{ name: 'manager', image }])]);
      const [problem] = imageProblems(found);
      assert.equal(problem?.code, code);
      assert.match(problem.hint, /--image manager=/);
      assert.deepEqual(problem.at, {
        object: 'Deployment ns/a',
        field: 'spec.template.spec.containers[0].image',
      });
    });
  }
});

describe('keys of images', () => {
  it('stand for one image each, also where containers share a name', () => {
    const found = imageSites([
      deployment('ns/a', [{ name: 'manager', image: 'r.io/a:1' }]),
      deployment('ns/b', [{ name: 'manager', image: 'r.io/b:1' }]),
      deployment('ns/c', [{ name: 'proxy', image: 'r.io/p:1' }]),
      deployment('ns/d', [{ name: 'proxy', image: 'r.io/p:1' }]),
    ]);
    assert.deepEqual(imagesByKey(found), {
      'a-manager': 'r.io/a:1',
      'b-manager': 'r.io/b:1',
      proxy: 'r.io/p:1',
    });
  });
});
