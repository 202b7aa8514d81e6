import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pinImages } from '../../../src/images/pin-images.ts';
import { pinObjects } from '../../../src/images/pin-objects.ts';
import { takeStock } from '../../../src/images/take-stock.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import type { ResolvedImage } from '../../../src/registry/resolve-image.ts';
import { deployment, object } from '../support/objects.ts';
import { digest, resolved } from './support/images.ts';

function pin(objects: KubernetesObject[], answers: Record<string, ResolvedImage>) {
  const { images } = pinImages(takeStock(objects, [], []).images, new Map(Object.entries(answers)));
  const { objects: pinned, variants } = pinObjects(objects, images);
  const variant = (architecture: string): KubernetesObject[] =>
    pinned.map((each) => variants.get(architecture)?.(each) ?? assert.fail());
  return { pinned, x86_64: variant('x86_64'), aarch64: variant('aarch64') };
}

/** An operator with an image in each sort of place: the same where it is the same image. */
const everywhere = (reference: string, lampReference = reference): KubernetesObject[] => [
  object('v1 ConfigMap ns/a', { data: { image: 'r.io/m:1' } }),
  deployment(
    'ns/a',
    [
      {
        name: 'm',
        image: reference,
        env: [{ name: 'RELATED_IMAGE_M', value: reference }],
        args: ['--verbose', `--m-image=${reference}`],
      },
    ],
    { metadata: { annotations: { 'images.m': reference } } },
  ),
  object('example.com/v1 Lamp main', { spec: { image: lampReference } }),
];

describe('pinObjects', () => {
  it('puts the digest at every place, and that of each architecture into its variant', () => {
    const objects = everywhere('r.io/m:1');
    const { pinned, x86_64, aarch64 } = pin(objects, { 'r.io/m:1': resolved('a') });
    assert.deepEqual(pinned, everywhere(`r.io/m@${digest('a0')}`));
    assert.deepEqual(x86_64, everywhere(`r.io/m@${digest('a1')}`));
    assert.deepEqual(aarch64, everywhere(`r.io/m@${digest('a2')}`));
    assert.deepEqual(objects, everywhere('r.io/m:1'), 'the originals stay');
  });

  it('leaves objects as they are where nothing is known', () => {
    const objects = everywhere('r.io/m:1');
    const { pinned, x86_64 } = pin(objects, {});
    for (const [index, original] of objects.entries()) {
      assert.equal(pinned[index], original);
      assert.equal(x86_64[index], original);
    }
  });

  it('has the pinned object as variant where an architecture has no image of its own', () => {
    const only = resolved('a', { platforms: { x86_64: digest('a1') } });
    const { pinned, x86_64, aarch64 } = pin(everywhere('r.io/m:1'), { 'r.io/m:1': only });
    assert.deepEqual(aarch64, pinned);
    assert.notDeepEqual(x86_64, pinned);
  });

  it('tells apart images that share a repository, or a name', () => {
    const objects = [
      deployment('ns/a', [{ name: 'm', image: 'r.io/m:1' }]),
      deployment('ns/b', [{ name: 'm', image: 'r.io/m:2' }]),
    ];
    const { pinned, x86_64 } = pin(objects, {
      'r.io/m:1': resolved('a'),
      'r.io/m:2': resolved('b'),
    });
    const images = (all: KubernetesObject[]): unknown[] =>
      all.map(({ spec }) => JSON.stringify(spec).match(/sha256:\w\w/)?.[0]);
    assert.deepEqual(images(pinned), ['sha256:a0', 'sha256:b0']);
    assert.deepEqual(images(x86_64), ['sha256:a1', 'sha256:b1']);
  });

  it('gives back an object that it does not know', () => {
    const stranger = object('v1 ConfigMap ns/b');
    const { variants } = pinObjects([], []);
    assert.deepEqual([...variants.keys()], ['x86_64', 'aarch64']);
    assert.equal(variants.get('x86_64')?.(stranger), stranger);
  });
});
