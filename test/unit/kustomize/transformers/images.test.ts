import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../../src/kustomize/field-spec.ts';
import type { ImageEntry } from '../../../../src/kustomize/kustomization-schema.ts';
import { replaceImages } from '../../../../src/kustomize/transformers/images.ts';
import { valueAt } from '../../../../src/manifest/json.ts';
import { object } from '../../support/objects.ts';
import { resources } from '../support/resources.ts';

const entry = (rest: Partial<ImageEntry>): ImageEntry => ({
  name: 'a',
  newName: '',
  newTag: '',
  digest: '',
  tagSuffix: '',
  ...rest,
});
const replaced = (image: unknown, rest: Partial<ImageEntry>): unknown => {
  const all = resources(object('v1 Pod a', { spec: { containers: [{ image }] } }));
  replaceImages(all, entry(rest));
  return valueAt(all[0]?.object, ['spec', 'containers', 0, 'image']);
};

describe('replaceImages', () => {
  const cases: [image: string, rest: Partial<ImageEntry>, after: string][] = [
    ['a', { newTag: '2' }, 'a:2'],
    ['a:1', { newTag: '2' }, 'a:2'],
    ['a@sha256:1', { newTag: '2' }, 'a:2'],
    ['a:1@sha256:1', { newName: 'b' }, 'b:1@sha256:1'],
    ['a:1', { digest: 'sha256:2' }, 'a@sha256:2'],
    ['a:1', { digest: 'sha256:2', newTag: '2' }, 'a:2@sha256:2'],
    ['a:1', {}, 'a:1'],
    ['b/a:1', { newTag: '2' }, 'b/a:1'],
    ['ab', { newTag: '2' }, 'ab'],
    ['h:5000/a', { name: 'h:5000/a', newTag: '2' }, 'h:5000/a:2'],
    ['h:5000/a:1', { name: 'h:5000/a', newName: 'x' }, 'x:1'],
  ];
  for (const [image, rest, after] of cases) {
    it(`${image} → ${after}`, () => assert.equal(replaced(image, rest), after));
  }

  it('finds containers wherever they are, and volumes of images', () => {
    const all = resources(
      object('example.com/v1 Lamp a', {
        deep: [{ initContainers: [{ image: 'a' }] }],
        spec: { template: { spec: { volumes: [{ image: { reference: 'a' } }] } } },
        containers: { image: 'a' },
      }),
      object('apiextensions.k8s.io/v1 CustomResourceDefinition a', {
        containers: [{ image: 'a' }],
      }),
    );
    replaceImages(all, entry({ newTag: '2' }));
    const texts = JSON.stringify(all.map((each) => each.object));
    assert.equal(texts.match(/"a:2"/g)?.length, 2);
  });

  it('leaves names that are expressions, and images that are no text', () => {
    for (const name of ['a.*', '', '(a)']) {
      assert.throws(() => replaced('a', { name, newTag: '2' }), UnexpectedShape);
    }
    for (const image of [{}, 5]) {
      assert.throws(() => replaced(image, { newTag: '2' }), UnexpectedShape);
    }
  });
});
