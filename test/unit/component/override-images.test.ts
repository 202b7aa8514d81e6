import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overrideImages } from '../../../src/component/override-images.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, deployment, object } from '../support/objects.ts';

describe('overrideImages', () => {
  const override = (
    objects: KubernetesObject[],
    overrides: Record<string, string>,
    related: { name: string; image: string }[] = [],
  ) => overrideImages(objects, new Map(Object.entries(overrides)), related);

  it('puts an image wherever the original stood', () => {
    const env = [
      { name: 'SELF', value: 'r.io/m:1' },
      { name: 'OTHER', value: 'r.io/m:10' },
    ];
    const original = deployment('a', [
      { name: 'manager', image: 'r.io/m:1', env, args: ['r.io/m:1'] },
    ]);
    const { objects, problems } = override([original], { manager: 'r.io/n:2' });
    assert.deepEqual(problems, []);
    const replaced = [
      { name: 'SELF', value: 'r.io/n:2' },
      { name: 'OTHER', value: 'r.io/m:10' },
    ];
    assert.deepEqual(objects, [
      deployment('a', [{ name: 'manager', image: 'r.io/n:2', env: replaced, args: ['r.io/n:2'] }]),
    ]);
    assert.deepEqual(
      original,
      deployment('a', [{ name: 'manager', image: 'r.io/m:1', env, args: ['r.io/m:1'] }]),
    );
  });

  it('knows the names of related images', () => {
    const original = deployment('a', [{ name: 'manager', image: '${LAMP}' }]);
    const { objects } = override([original], { lamp: 'r.io/n:2' }, [
      { name: 'lamp', image: '${LAMP}' },
    ]);
    assert.deepEqual(objects, [deployment('a', [{ name: 'manager', image: 'r.io/n:2' }])]);
  });

  it('leaves CRDs alone', () => {
    const schema = { default: 'r.io/m:1' };
    const objects = [
      crd('Lamp', { versions: [{ name: 'v1', schema }] }),
      deployment('a', [{ name: 'manager', image: 'r.io/m:1' }]),
    ];
    assert.deepEqual(override(objects, { manager: 'r.io/n:2' }).objects[0], objects[0]);
  });

  it('fills in an image that is empty, and nothing else that is', () => {
    const role = object('rbac.authorization.k8s.io/v1 ClusterRole a', {
      rules: [{ apiGroups: [''] }],
    });
    const { objects } = override(
      [role, deployment('a', [{ name: 'manager', image: '', args: [''] }])],
      { manager: 'r.io/n:2' },
    );
    assert.deepEqual(objects, [
      role,
      deployment('a', [{ name: 'manager', image: 'r.io/n:2', args: [''] }]),
    ]);
  });

  it('fills in an image that is left out', () => {
    const { objects } = override([deployment('a', [{ name: 'manager' }, { name: 'b' }])], {
      manager: 'r.io/n:2',
    });
    const containers = [{ name: 'manager', image: 'r.io/n:2' }, { name: 'b' }];
    assert.deepEqual(objects, [deployment('a', containers)]);
  });

  it('names the images that there are where one is unknown', () => {
    const original = deployment('a', [
      { name: 'b', image: 'r.io/b:1' },
      { name: 'a', image: 'r.io/a:1' },
    ]);
    const { objects, problems } = override([original], { c: 'r.io/c:1' }, [
      { name: 'd', image: 'r.io/d:1' },
    ]);
    assert.deepEqual(objects, [original]);
    assert.deepEqual(problems, [
      {
        code: 'image-unknown',
        message: '--image c: no image is called so',
        hint: 'the images are: a, b, d',
      },
    ]);
  });
});
