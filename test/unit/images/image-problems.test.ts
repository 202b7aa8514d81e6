import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageProblems } from '../../../src/images/image-problems.ts';
import { imageSites } from '../../../src/images/image-sites.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { deployment, object } from '../support/objects.ts';

const problems = (
  objects: KubernetesObject[],
  related: { name: string; image: string }[] = [],
): string[] =>
  imageProblems(imageSites(objects), related).map(
    ({ code, hint, at }) => `${code} ${at?.object ?? ''} ${at?.field}: ${hint}`,
  );

describe('imageProblems', () => {
  for (const [image, code] of [
    ['${OPERATOR_IMAGE}', 'image-unresolved'],
    ['r.io/a:${TAG}', 'image-unresolved'],
    ['', 'image-invalid'],
    [undefined, 'image-invalid'],
    ['not an image', 'image-invalid'],
  ] as const) {
    it(`names a container whose image is ${JSON.stringify(image) ?? 'left out'}`, () => {
      assert.deepEqual(problems([deployment('ns/a', [{ name: 'manager', image }])]), [
        `${code} Deployment ns/a spec.template.spec.containers[0].image: ` +
          'name the image with --image manager=REFERENCE',
      ]);
    });
  }

  it('names placeholders in every sort of place', () => {
    const env = [{ name: 'RELATED_IMAGE_BULB', value: '${BULB}' }];
    const template = { metadata: { annotations: { 'images.v1.lamp': '${LAMP}' } } };
    const containers = [{ name: 'c', image: 'r.io/c:1', env, args: ['--shade-image=${SHADE}'] }];
    const lamp = object('example.com/v1 Lamp main', { spec: { image: '${MAIN}' } });
    const found = problems([deployment('a', containers, template), lamp]);
    assert.deepEqual(
      found.map((text) => text.replace(/: .*--image /, ': ')),
      [
        'image-unresolved Deployment a spec.template.spec.containers[0].env[0].value: bulb=REFERENCE',
        'image-unresolved Deployment a spec.template.spec.containers[0].args[0]: shade-image=REFERENCE',
        "image-unresolved Deployment a spec.template.metadata.annotations['images.v1.lamp']: LAMP--latest-annotation=REFERENCE",
        'image-unresolved Lamp.example.com main spec.image: main-image=REFERENCE',
      ],
    );
  });

  it("names a placeholder of the bundle's list once, and not where a place has the same", () => {
    const related = [
      { name: 'manager', image: '${MANAGER}' },
      { name: "it's", image: '${OTHER}' },
      { name: 'fine', image: 'r.io/f:1' },
    ];
    const manager = deployment('ns/a', [{ name: 'manager', image: '${MANAGER}' }]);
    assert.deepEqual(problems([manager], related).slice(1), [
      String.raw`image-unresolved  relatedImages: it's: name the image with --image 'it'\''s'=REFERENCE`,
    ]);
  });

  it('finds nothing wrong with what is right', () => {
    const related = [{ name: 'a', image: 'r.io/a:1' }];
    assert.deepEqual(problems([deployment('a', [{ name: 'c', image: 'c' }])], related), []);
  });
});
