import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { imageSites } from '../../../src/images/image-sites.ts';
import { valueAt } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, object } from '../support/objects.ts';

const sites = (...objects: KubernetesObject[]) =>
  imageSites(objects).map(({ key, ref, field }) => `${key}=${ref} ${field}`);

describe('imageSites of custom resources', () => {
  const found = (spec: unknown, identity = 'example.com/v1 Lamp ns/main') =>
    sites(object(identity, { spec }));

  const cases: [what: string, spec: unknown, sites: string[]][] = [
    ['image', { image: 'r.io/l:1' }, ['main-image=r.io/l:1 spec.image']],
    [
      'a field that ends in Image, anywhere',
      { parts: [{ bulbImage: 'r.io/b:1' }] },
      ['main-parts-bulbimage=r.io/b:1 spec.parts[0].bulbImage'],
    ],
    ['a placeholder', { image: '${LAMP}' }, ['main-image=${LAMP} spec.image']],
    ['a part of an image', { image: 'lamp' }, []],
    [
      'the parts of an image',
      { image: { repository: 'r.io/l', tag: '1', pullPolicy: 'Never' } },
      ['main-image=r.io/l:1 spec.image'],
    ],
    [
      'the parts of one by digest',
      { lampImage: { repository: 'r.io/l@sha256', tag: 'a'.repeat(64) } },
      [`main-lampimage=r.io/l@sha256:${'a'.repeat(64)} spec.lampImage`],
    ],
    ['what lacks a part', { image: { repository: 'r.io/l' }, bulbImage: { tag: '1' } }, []],
    ['parts of which one is no text', { image: { repository: 'r.io/l', tag: 1 } }, []],
    ['parts that make no image', { image: { repository: 'r.io/l ', tag: '${TAG}' } }, []],
    ['such parts under another name', { lamp: { repository: 'r.io/l', tag: '1' } }, []],
    ['other fields', { images: 'r.io/l:1', imageName: 'r.io/l:1', IMAGE: 'r.io/l:1' }, []],
    ['a spec that is text', 'r.io/l:1', []],
    [
      'a template of pods',
      { template: { spec: { containers: [{ name: 'c', image: 'r.io/c:1' }] } } },
      ['main-template-spec-containers-image=r.io/c:1 spec.template.spec.containers[0].image'],
    ],
  ];
  for (const [what, spec, expected] of cases) {
    it(`look at ${what}`, () => assert.deepEqual(found(spec), expected));
  }

  it('are none of CRDs, built-in kinds, or of what is not in the spec', () => {
    const schema = { default: { image: 'r.io/l:1' } };
    assert.deepEqual(sites(crd('Lamp', { versions: [{ name: 'v1', schema }] })), []);
    assert.deepEqual(found({ image: 'r.io/l:1' }, 'v1 Service ns/a'), []);
    assert.deepEqual(sites(object('example.com/v1 Lamp a', { status: { image: 'r.io/l:1' } })), []);
  });

  it('name each place once, also where a custom kind is called as a built-in one', () => {
    const template = { spec: { containers: [{ name: 'c', image: 'r.io/c:1' }] } };
    const names = ['Deployment', 'Job', 'Pod'].map(
      (kind) => found({ template }, `example.com/v1 ${kind} a`).length,
    );
    assert.deepEqual(names, [1, 1, 1]);
  });

  it('are found below any key', () => {
    const spec = JSON.parse(
      '{"__proto__": {"image": "r.io/a:1"}, "constructor": {"image": "r.io/b:1"}}',
    );
    assert.deepEqual(found(spec), [
      'main-__proto__-image=r.io/a:1 spec.__proto__.image',
      'main-constructor-image=r.io/b:1 spec.constructor.image',
    ]);
  });

  it('are places that hold what they say, once each, whatever the object', () => {
    const leaf = fc.constantFrom('r.io/a:1', '${X}', 'lamp', '');
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('image', 'bulbImage', 'a', '__proto__', '0'), tie('node')),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (spec) => {
        const all = imageSites([object('example.com/v1 Lamp a', { spec })]);
        for (const site of all) assert.equal(valueAt(site.object, site.path), site.ref);
        assert.equal(new Set(all.map(({ path }) => JSON.stringify(path))).size, all.length);
      }),
    );
  });
});
