import { composeRelease } from '../../../../src/release/compose-release.ts';
import type { Release, ReleaseParts } from '../../../../src/release/compose-release.ts';
import { pinImages } from '../../../../src/images/pin-images.ts';
import { pinObjects } from '../../../../src/images/pin-objects.ts';
import { takeStock } from '../../../../src/images/take-stock.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { ResolvedImage } from '../../../../src/registry/resolve-image.ts';
import { component, source } from '../../support/component.ts';
import { deployment, object } from '../../support/objects.ts';

/** A namespace and a Deployment of one image. */
export const OBJECTS: KubernetesObject[] = [
  object('v1 Namespace ns'),
  deployment('ns/lamp', [{ name: 'manager', image: 'r.io/manager:1' }]),
];

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** What a release of the component `lamp` is made of; `resolved` by reference. */
export function releaseParts(
  fields: Partial<ReleaseParts> = {},
  resolved: Record<string, ResolvedImage> = {},
): ReleaseParts {
  const assembled = fields.objects ?? OBJECTS;
  const { images } = pinImages(
    takeStock(assembled, [], []).images,
    new Map(Object.entries(resolved)),
  );
  const { objects, variants } = pinObjects(assembled, images);
  return {
    component: component([]),
    sources: [{ ...source('a'), digest: DIGEST, version: 'v1.2.3' }],
    images,
    variants,
    accepted: [],
    requests: [],
    incompatible: [],
    greenbootTemplate: 'check @COMPONENT@ in @DIRECTORY@\n',
    ...fields,
    objects,
  };
}

/** A release of {@link releaseParts}, with a report of one line. */
export function composed(
  fields: Partial<ReleaseParts> = {},
  resolved: Record<string, ResolvedImage> = {},
): Release {
  return composeRelease(releaseParts(fields, resolved), ({ version }) => `report of ${version}\n`);
}
