import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageSites } from '../../../src/images/image-sites.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { deployment, object } from '../support/objects.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const sites = (...objects: KubernetesObject[]) =>
  imageSites(objects).map(({ key, ref, field }) => `${key}=${ref} ${field}`);
/** The images found in a container beside its own, with the rest of `field` after the container's. */
const beside = (container: object): string[] =>
  sites(deployment('ns/a', [{ name: 'c', image: 'r.io/c:1', ...container }]))
    .slice(1)
    .map((site) => site.replace('spec.template.spec.containers[0].', ''));

describe('imageSites', () => {
  it('finds every sort of place in a pod template, in order', () => {
    const template = { metadata: { annotations: { 'images.v1.lamp': `r.io/lamp@${DIGEST}` } } };
    const env = [{ name: 'RELATED_IMAGE_BULB', value: 'r.io/bulb:1' }];
    const containers = [{ name: 'manager', image: 'r.io/m:1', env, args: ['--x-image=r.io/x:1'] }];
    const found = imageSites([deployment('ns/a', containers, template)]);
    assert.deepEqual(
      found.map(({ key, ref, field, prefix, kind }) => [kind, `${key}=${ref}`, field, prefix]),
      [
        ['container', 'manager=r.io/m:1', 'spec.template.spec.containers[0].image', ''],
        ['variable', 'bulb=r.io/bulb:1', 'spec.template.spec.containers[0].env[0].value', ''],
        ['argument', 'x-image=r.io/x:1', 'spec.template.spec.containers[0].args[0]', '--x-image='],
        [
          'annotation',
          `lamp-${'ab'.repeat(32)}-annotation=r.io/lamp@${DIGEST}`,
          "spec.template.metadata.annotations['images.v1.lamp']",
          '',
        ],
      ],
    );
  });

  const pod = (key = 'containers') => ({ spec: { [key]: [{ name: 'c', image: 'r.io/c:1' }] } });
  const inTemplate = { spec: { template: pod() } };
  const kinds: [identity: string, rest: object, field: string][] = [
    ['apps/v1 Deployment a', inTemplate, 'spec.template.spec.containers[0].image'],
    ['apps/v1 DaemonSet a', inTemplate, 'spec.template.spec.containers[0].image'],
    ['apps/v1 StatefulSet a', inTemplate, 'spec.template.spec.containers[0].image'],
    ['apps/v1 ReplicaSet a', inTemplate, 'spec.template.spec.containers[0].image'],
    ['v1 ReplicationController a', inTemplate, 'spec.template.spec.containers[0].image'],
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
    it(`finds containers in ${identity}`, () => {
      assert.deepEqual(sites(object(identity, { ...rest })), [`c=r.io/c:1 ${field}`]);
    });
  }

  it('finds none elsewhere, nor in templates of another shape', () => {
    const objects = [
      object('v1 ConfigMap a', pod()),
      object('v1 Service a', { spec: { image: 'r.io/a:1' } }),
      object('apps/v1 Deployment a'),
      object('apps/v1 Deployment b', { spec: { template: 'x' } }),
      object('apps/v1 Deployment c', { spec: { template: { spec: { containers: 'x' } } } }),
      object('v1 Pod d', { spec: { containers: ['x', null, 1] }, metadata: { annotations: 'x' } }),
    ];
    assert.deepEqual(sites(...objects), []);
  });

  const variables: [variable: object, site: string | undefined][] = [
    [{ name: 'RELATED_IMAGE_LAMP', value: 'r.io/l:1' }, 'lamp=r.io/l:1 env[0].value'],
    [{ name: 'RELATED_IMAGE_A-b', value: '${X}' }, 'a-b=${X} env[0].value'],
    [{ name: 'SHADE_IMAGE', value: 'r.io/s:1' }, 'shade_image=r.io/s:1 env[0].value'],
    [{ name: 'IMAGE_LAMP', value: 'lamp:1' }, 'image_lamp=lamp:1 env[0].value'],
    [{ name: 'IMAGE', value: 'r.io/s' }, 'image=r.io/s env[0].value'],
    [{ name: 'IMAGE_PULL_POLICY', value: 'Always' }, undefined],
    [{ name: 'LAMP_IMAGE', value: 'lamp' }, undefined],
    [{ name: 'RELATED_IMAGE_EMPTY', value: '' }, undefined],
    [{ name: 'RELATED_IMAGE_FROM', valueFrom: {} }, undefined],
    [{ name: 'IMAGES', value: 'r.io/s:1' }, undefined],
    [{ name: 'SELF', value: 'r.io/s:1' }, undefined],
    [{ name: 'SELF', value: `r.io/s@${DIGEST}` }, `self=r.io/s@${DIGEST} env[0].value`],
    [{ value: 'r.io/s:1' }, undefined],
    [{ name: 'IMAGE_PULL_SECRET', value: 'shop/pull' }, undefined],
    [{ name: 'LAMP_IMAGE_REGISTRY', value: 'r.io/lamps' }, undefined],
  ];
  for (const [variable, site] of variables) {
    it(`finds ${site ?? 'nothing'} in ${JSON.stringify(variable)}`, () => {
      assert.deepEqual(beside({ env: [variable] }), site === undefined ? [] : [site]);
    });
  }

  const words: [word: unknown, site: string | undefined][] = [
    ['--helper-image=r.io/h:1', 'helper-image=r.io/h:1'],
    ['-image=r.io/h:1', 'image=r.io/h:1'],
    ['--lamp-image=${LAMP}', 'lamp-image=${LAMP}'],
    ['--image-registry=r.io/lamps', undefined],
    ['--image', undefined],
    ['--image=', undefined],
    ['--image-pull-policy=Always', undefined],
    ['--lamp=r.io/h:1', undefined],
    [`--lamp=r.io/h@${DIGEST}`, `lamp=r.io/h@${DIGEST}`],
    ['r.io/h:1', undefined],
    [1, undefined],
  ];
  for (const [word, site] of words) {
    it(`finds ${site ?? 'nothing'} in the argument ${JSON.stringify(word)}`, () => {
      const expected = site === undefined ? [] : [`${site} args[0]`];
      assert.deepEqual(beside({ args: [word] }), expected);
      const inCommand = site === undefined ? [] : [`${site} command[1]`];
      assert.deepEqual(beside({ command: ['/manager', word] }), inCommand);
    });
  }

  const wordPairs: [words: unknown[], site: string | undefined][] = [
    [['--image', 'r.io/h:1'], 'image=r.io/h:1'],
    [['--helper-image', '${HELPER}'], 'helper-image=${HELPER}'],
    [['--lamp', `r.io/h@${DIGEST}`], `lamp=r.io/h@${DIGEST}`],
    [['run', `r.io/h@${DIGEST}`], `args-1=r.io/h@${DIGEST}`],
    [['--image', 'list'], undefined],
    [['--lamp', 'r.io/h:1'], undefined],
    [['--image=', 'r.io/h:1'], undefined],
    [[1, 'r.io/h:1'], undefined],
  ];
  for (const [args, site] of wordPairs) {
    it(`finds ${site ?? 'nothing'} in the arguments ${JSON.stringify(args)}`, () => {
      assert.deepEqual(beside({ args }), site === undefined ? [] : [`${site} args[1]`]);
    });
  }

  const annotations: [name: string, value: string, key: string | undefined][] = [
    ['images.v1_2.lamp', 'r.io/a/lamp:v1', 'lamp-v1-annotation'],
    ['images.lamp', 'r.io/a/lamp', 'lamp-latest-annotation'],
    ['images.lamp', '${LAMP}', 'LAMP--latest-annotation'],
    ['example.com/lamp-image', 'r.io/lamp:1', 'lamp-1-annotation'],
    ['example.com/lamp-image', 'yes', undefined],
    ['note', 'r.io/lamp:1', undefined],
    ['note', `r.io/lamp@${DIGEST}`, `lamp-${'ab'.repeat(32)}-annotation`],
    ['imagesource', 'r.io/lamp:1', undefined],
  ];
  for (const [name, value, key] of annotations) {
    it(`finds ${key ?? 'nothing'} in the annotation ${name}: ${value}`, () => {
      const found = sites(deployment('a', [], { metadata: { annotations: { [name]: value } } }));
      const field = `spec.template.metadata.annotations${/^\w+$/.test(name) ? `.${name}` : `['${name}']`}`;
      assert.deepEqual(found, key === undefined ? [] : [`${key}=${value} ${field}`]);
    });
  }

  it('finds what is known to be an image, whatever it is called', () => {
    const env = [
      { name: 'LAMP', value: 'r.io/lamp:1' },
      { name: 'BULB', value: '${BULB}' },
      { name: 'MODE', value: 'lamp' },
      { name: 'NONE', value: '' },
    ];
    const known = ['r.io/lamp:1', '${BULB}', 'lamp', ''];
    const args = ['--lamp=r.io/lamp:1'];
    const template = { metadata: { annotations: { note: 'r.io/lamp:1' } } };
    const objects = [
      deployment('ns/a', [{ name: 'c', image: 'r.io/c:1', env, args }], template),
      object('example.com/v1 Lamp b', { spec: { shades: ['x', 'r.io/lamp:1'] } }),
    ];
    assert.deepEqual(
      imageSites(objects, known).map(({ key, ref }) => `${key}=${ref}`),
      [
        'c=r.io/c:1',
        'lamp=r.io/lamp:1',
        'bulb=${BULB}',
        'lamp=r.io/lamp:1',
        'lamp-1-annotation=r.io/lamp:1',
        'b-shades=r.io/lamp:1',
      ],
    );
  });

  it('takes an annotation of images.* for an image whatever its value', () => {
    const annotated = deployment('a', [], { metadata: { annotations: { 'images.x': 'pilot' } } });
    assert.deepEqual(sites(annotated), [
      "pilot-latest-annotation=pilot spec.template.metadata.annotations['images.x']",
    ]);
  });
});
