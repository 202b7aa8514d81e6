import type { Problem } from '../../errors.ts';
import { parseImageReference } from '../../manifest/image-reference.ts';
import { textAt, valueAt } from '../../manifest/json.ts';
import type { ClusterServiceVersion, FieldPath } from '../bundle.ts';
import { csvPlace } from '../place.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/**
 * Images that are none. An empty one, and a placeholder that upstream's build left, is not among them:
 * it can still be filled in.
 */
export const imageReferences: Validator = ({ csv }) => [
  ...csv.relatedImages.flatMap(({ image }, index) =>
    imageProblem(csv, image, ['spec', 'relatedImages', index, 'image']),
  ),
  ...csv.deployments.flatMap(({ spec }, index) =>
    ['initContainers', 'containers'].flatMap((list) => {
      const path = ['template', 'spec', list];
      const containers = valueAt(spec, path);
      return (Array.isArray(containers) ? containers : []).flatMap((container: unknown, position) =>
        imageProblem(csv, textAt(container, ['image']), [
          'spec',
          'install',
          'spec',
          'deployments',
          index,
          'spec',
          ...path,
          position,
          'image',
        ]),
      );
    }),
  ),
];

function imageProblem(csv: ClusterServiceVersion, image: string, path: FieldPath): Problem[] {
  const canBeFilledIn = image === '' || image.includes('${');
  return canBeFilledIn || parseImageReference(image) !== undefined
    ? []
    : [faulty(csvPlace(csv, path), `${JSON.stringify(image)} is no image reference`)];
}
