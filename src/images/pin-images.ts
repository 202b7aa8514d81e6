import { parseImageReference } from '../manifest/image-reference.ts';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { ARCHITECTURES } from '../architectures.ts';
import type { Architecture } from '../architectures.ts';
import type { ResolvedImage, ResolutionFailure } from '../registry/resolve-image.ts';
import { shellWord } from '../shell-word.ts';
import type { ListedImage } from './list-images.ts';

/** An image of a component as its tree names it. */
export type PinnedImage = ListedImage & {
  /** What the tree names: by the digest that its registry has for `ref`, if that is known. */
  reference: string;
  /** The references of each architecture's own image, where the registry told them. */
  platforms: Partial<Record<Architecture, string>>;
  /** What each architecture has to fetch, compressed. */
  bytes: Partial<Record<Architecture, number>>;
};

/**
 * Puts digests in place of tags, one for each architecture where the registry has several images under
 * one reference: an offline device holds only its own.
 * @param resolved what registries told of references; those that were not asked are missing
 */
export function pinImages(
  images: readonly ListedImage[],
  resolved: ReadonlyMap<string, ResolvedImage | ResolutionFailure>,
): { images: PinnedImage[]; findings: Finding[] } {
  const pinned = images.map((image) => pinImage(image, resolved.get(image.ref)));
  return {
    images: pinned,
    findings: [
      ...pinned.flatMap((image) => imageFindings(image, resolved.get(image.ref))),
      ...platformsUnknown(pinned.filter(({ ref }) => !isResolved(resolved.get(ref)))),
    ],
  };
}

function pinImage(
  image: ListedImage,
  resolution: ResolvedImage | ResolutionFailure | undefined,
): PinnedImage {
  const repository = parseImageReference(image.ref)?.repository;
  if (repository === undefined || !isResolved(resolution)) {
    return { ...image, reference: image.ref, platforms: {}, bytes: {} };
  }
  const platforms: PinnedImage['platforms'] = {};
  for (const architecture of ARCHITECTURES) {
    const digest = resolution.platforms[architecture];
    if (digest !== undefined) platforms[architecture] = `${repository}@${digest}`;
  }
  const reference = `${repository}@${resolution.digest}`;
  return { ...image, reference, platforms, bytes: resolution.bytes };
}

function imageFindings(
  { key, reference, embedded, sites, platforms }: PinnedImage,
  resolution: ResolvedImage | ResolutionFailure | undefined,
): Finding[] {
  // What no object names is not fetched by anything here.
  if (sites.length === 0) return [];
  const failed = resolution !== undefined && 'failure' in resolution ? resolution : undefined;
  if (failed !== undefined && isAnswer(failed)) return [imageMissing(key, reference, failed)];
  const failure = failed?.message;
  if (parseImageReference(reference)?.digest === undefined) {
    return [
      finding('note', key, {
        code: 'image-tag',
        message: `the image ${reference} has no digest, so its content may change${failure === undefined ? '' : `; its registry could not be asked: ${failure}`}`,
        hint: `name it by digest: --image ${shellWord(key)}=REPOSITORY@sha256:…`,
      }),
    ];
  }
  if (failure !== undefined) {
    return [
      finding('note', key, {
        code: 'image-unconfirmed',
        message: `the registry of ${reference} could not be asked: ${failure}`,
        hint: 'check that the image is there before you release',
      }),
    ];
  }
  const missing =
    embedded && resolution !== undefined
      ? ARCHITECTURES.filter((architecture) => platforms[architecture] === undefined)
      : [];
  return missing.map((architecture) =>
    finding('error', `${key}:${architecture}`, {
      code: 'image-platform-missing',
      message: `the image ${reference} is not there for ${architecture}`,
      hint: 'use an image for both architectures, or accept it if the component is for the other one alone',
    }),
  );
}

/** The registry was there, and does not have the image, or not as it should be. */
function isAnswer({ failure }: ResolutionFailure): boolean {
  switch (failure) {
    case 'not-found':
    case 'rejected':
    case 'invalid':
      return true;
    case 'no-skopeo':
    case 'unreachable':
    case 'unauthorized':
    case 'no-space':
      return false;
  }
}

function imageMissing(key: string, reference: string, failure: ResolutionFailure): Finding {
  return finding('error', key, {
    code: 'image-missing',
    message: `the image ${reference} cannot be had: ${failure.message}`,
    hint: failure.hint,
  });
}

function isResolved(
  resolution: ResolvedImage | ResolutionFailure | undefined,
): resolution is ResolvedImage {
  return resolution !== undefined && !('failure' in resolution);
}

/** Digests that nobody confirmed are taken for both architectures', which is right online alone. */
function platformsUnknown(images: readonly PinnedImage[]): Finding[] {
  const unknown = images.filter(
    ({ embedded, reference }) => embedded && parseImageReference(reference)?.digest !== undefined,
  );
  if (unknown.length === 0) return [];
  return [
    finding('note', 'digests', {
      code: 'image-platforms-unknown',
      message: `of ${unknown.length} image${unknown.length === 1 ? '' : 's'} the digests of x86_64 and aarch64 are not known, so both have the one that is named`,
      hint: 'rebase from the registry (docker://…), so that each architecture gets its own',
    }),
  ];
}
