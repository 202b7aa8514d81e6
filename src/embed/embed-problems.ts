import type { Architecture } from '../architectures.ts';
import { oneLine } from '../bundle/one-line.ts';
import type { Problem } from '../errors.ts';
import type { EmbeddedImage } from '../release/embedded-images.ts';
import { FAILURE_CODES } from '../registry/registry-failure.ts';
import type { RegistryFailure } from '../registry/registry-failure.ts';

/** An image that is not made for the architecture. @param platforms those that there are */
export function platformMissing(
  image: EmbeddedImage,
  architecture: Architecture,
  platforms: readonly string[],
): Problem {
  return about(image, {
    code: 'image-platform-missing',
    message: `is not there for ${architecture}, only for ${[...new Set(platforms)].toSorted().join(', ')}`,
    hint: 'rebase with an image for this architecture: --image KEY=REFERENCE; nothing was written',
  });
}

/** An index within an index, which neither skopeo nor CRI-O can look into. */
export function nestedIndex(image: EmbeddedImage): Problem {
  return about(image, {
    code: 'image-index-nested',
    message: "is an index of indexes, of which no device could choose its platform's image",
    hint: "rebase from the registry, so that the release names each architecture's own image",
  });
}

/** A copy that is not what it should be. */
export function copyBroken(image: EmbeddedImage, why: string): Problem {
  return about(image, {
    code: 'embed-copy-broken',
    message: `was copied, but the copy ${why}`,
    hint: 'run this again; if it stays so, check what answers under this name',
  });
}

export function registryProblem(
  image: EmbeddedImage,
  { failure, message, hint }: RegistryFailure,
): Problem {
  return about(image, {
    code: FAILURE_CODES[failure],
    message,
    hint: failure === 'no-space' ? 'free space on the file system of --to' : hint,
  });
}

function about({ keys, reference }: EmbeddedImage, problem: Problem): Problem {
  const message = `image ${oneLine(keys.join(', '))}: ${problem.message}`;
  return { ...problem, message, at: { file: reference } };
}
