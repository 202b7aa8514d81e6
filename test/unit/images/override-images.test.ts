import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { overrideImages } from '../../../src/images/override-images.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, deployment, object } from '../support/objects.ts';

describe('overrideImages', () => {
  const override = (
    objects: KubernetesObject[],
    overrides: Record<string, string>,
    related: { name: string; image: string }[] = [],
  ) => overrideImages(objects, [new Map(Object.entries(overrides))], related);

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
        message: 'no image is called so',
        hint: 'the images are: a, b, d',
        layer: 0,
        key: 'c',
      },
    ]);
  });

  it('replaces the reference in an argument, and nothing that only looks like it', () => {
    const container = (image: string) => ({
      name: 'manager',
      image,
      args: [`--helper-image=${image}`, `--note=${image}`, '--helper-image=r.io/m:10'],
    });
    const { objects } = override([deployment('a', [container('r.io/m:1')])], {
      manager: 'r.io/n:2',
    });
    const { args } = container('r.io/n:2');
    assert.deepEqual(objects, [
      deployment('a', [
        { name: 'manager', image: 'r.io/n:2', args: [args[0], '--note=r.io/m:1', args[2]] },
      ]),
    ]);
  });

  it('exchanges two images, and fills in one that replaces another', () => {
    const containers = (one: string, two: string, three: string) => [
      deployment('a', [
        { name: 'one', image: one, args: [`--two-image=${two}`] },
        { name: 'two', image: two },
        { name: 'three', image: three },
      ]),
    ];
    const { objects, problems } = override(containers('r.io/a:1', 'r.io/b:1', ''), {
      one: 'r.io/b:1',
      two: 'r.io/a:1',
      three: 'r.io/a:1',
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(objects, containers('r.io/b:1', 'r.io/a:1', 'r.io/a:1'));
  });

  it('fills in by the key that tells two containers of one name apart', () => {
    const managers = (image: string) => [
      deployment('ns/a', [{ name: 'manager', image }]),
      deployment('ns/b', [{ name: 'manager', image: 'r.io/b:1' }]),
    ];
    const { objects, problems } = override(managers(''), { 'a-manager': 'r.io/a:1' });
    assert.deepEqual([objects, problems], [managers('r.io/a:1'), []]);
  });

  it('fills in all containers of a name that have none', () => {
    const managers = (image: string) => [
      deployment('ns/a', [{ name: 'manager', image }]),
      deployment('ns/b', [{ name: 'manager', image }]),
    ];
    const { objects } = override(managers(''), { manager: 'r.io/m:1' });
    assert.deepEqual(objects, managers('r.io/m:1'));
  });

  it('refuses two references for one image, and takes the same one twice', () => {
    const original = deployment('a', [
      { name: 'one', image: 'r.io/a:1' },
      { name: 'two', image: 'r.io/a:1' },
    ]);
    const { problems } = override([original], { one: 'r.io/b:1', two: 'r.io/c:1' });
    assert.deepEqual(
      problems.map(({ code, message, key }) => [code, message, key]),
      [['image-conflict', 'r.io/a:1 is to be r.io/c:1, and r.io/b:1 by another key', 'two']],
    );
    assert.deepEqual(override([original], { one: 'r.io/b:1', two: 'r.io/b:1' }).problems, []);
  });

  it('lets the first layer go before the others, by key and by image', () => {
    const containers = (a: string, b: string, c: string) => [
      deployment('a', [
        { name: 'one', image: a },
        { name: 'two', image: a },
        { name: 'three', image: b },
        { name: 'four', image: c },
      ]),
    ];
    const first = new Map([
      ['one', 'r.io/first:1'],
      ['three', 'r.io/first:3'],
      ['four', 'r.io/first:4'],
    ]);
    const second = new Map([
      ['two', 'r.io/second:2'],
      ['three', 'r.io/second:3'],
      ['four', 'r.io/second:4'],
      ['five', 'r.io/second:5'],
    ]);
    const { objects, problems } = overrideImages(
      containers('r.io/a:1', 'r.io/b:1', ''),
      [first, second],
      [],
    );
    assert.deepEqual(objects, containers('r.io/first:1', 'r.io/first:3', 'r.io/first:4'));
    assert.deepEqual(
      problems.map(({ code, layer, key }) => [code, layer, key]),
      [['image-unknown', 1, 'five']],
    );
  });

  it('overrides related images', () => {
    const related = [
      { name: 'tool', image: 'r.io/tool:1' },
      { name: 'other', image: 'r.io/o:1' },
    ];
    assert.deepEqual(override([], { tool: 'r.io/tool:2' }, related).related, [
      { name: 'tool', image: 'r.io/tool:2' },
      { name: 'other', image: 'r.io/o:1' },
    ]);
  });

  it('shows a few of many names, the short ones first', () => {
    const names = Array.from({ length: 12 }, (_, index) => 'x'.repeat(12 - index));
    const containers = names.map((name) => ({ name, image: `r.io/${name}:1` }));
    const [problem] = override([deployment('a', containers)], { c: 'r.io/c:1' }).problems;
    assert.match(problem?.hint ?? '', /^the images are: x, xx, .*, x{8} and 4 more$/);
  });

  it('changes nothing below any key but the image', () => {
    const spec = (image: string) => JSON.parse(`{"__proto__": {"image": "${image}", "a": null}}`);
    const { objects } = override([object('example.com/v1 Lamp a', { spec: spec('r.io/a:1') })], {
      'a-__proto__-image': 'r.io/b:1',
    });
    assert.equal(JSON.stringify(objects[0]?.spec), JSON.stringify(spec('r.io/b:1')));
  });
});
