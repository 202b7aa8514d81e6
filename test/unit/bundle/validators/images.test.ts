import { imageReferences } from '../../../../src/bundle/validators/images.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const container = (image?: string, list = 'containers'): BundleOptions => ({
  install: {
    deployments: [
      {
        name: 'a',
        spec: { template: { spec: { [list]: [{ name: 'x' }, { name: 'y', image }] } } },
      },
    ],
  },
});
const related = (image: string): BundleOptions => ({
  spec: { relatedImages: [{ name: 'x', image }] },
});
const pod = 'spec.install.spec.deployments[0].spec.template.spec';

describeValidator(imageReferences, 'bundle-invalid', [
  ['a reference', container('quay.io/lamp/operator:1')],
  ['a placeholder', container('${LAMP_IMAGE}')],
  ['a reference with a placeholder', container('quay.io/lamp/operator:${TAG}')],
  ['an image that is not there', container()],
  ['a related image', related(`quay.io/lamp/wick@sha256:${'0'.repeat(64)}`)],
  ['a related placeholder', related('${WICK_IMAGE}')],
  [
    'what is no reference',
    container('Lamp Operator'),
    `${pod}.containers[1].image: "Lamp Operator" is no image reference`,
  ],
  [
    'what is none of an init container',
    container('https://quay.io/lamp', 'initContainers'),
    `${pod}.initContainers[1].image: "https://quay.io/lamp" is no image reference`,
  ],
  [
    'a related image that is none',
    related('lamp:'),
    'spec.relatedImages[0].image: "lamp:" is no image reference',
  ],
]);
