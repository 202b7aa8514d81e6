import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { sha256 } from '../digest.ts';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { copyImage } from '../registry/copy-image.ts';
import type { ImageManifest } from '../registry/image-manifest.ts';
import { platformsOf, preferredImage } from '../registry/platforms.ts';
import type { PlatformImage } from '../registry/platforms.ts';
import {
  readImageManifest,
  readRegistryArtifact,
  readRegistryImage,
} from '../registry/read-manifest.ts';
import type { RegistryImage } from '../registry/read-manifest.ts';
import { FAILURE_CODES, RegistryError } from '../registry/registry-failure.ts';
import { parseRegistryReference } from '../registry/registry-reference.ts';
import type { RegistryReference } from '../registry/registry-reference.ts';
import { imageBytes } from '../registry/resolve-image.ts';
import type { RegistryOptions } from '../registry/skopeo.ts';
import { withoutCredentials } from '../registry/without-credentials.ts';
import { copiedBlobs } from './blob-store.ts';
import { imageProblems } from './image-problem.ts';
import { LIMITS } from './limits.ts';
import { withPrivateDirectory } from './private-directory.ts';
import { chartLayer, readChartLayer } from './read-chart-layer.ts';
import { checkLayers, readLayers } from './read-image.ts';
import type { SourceFile, SourceFiles } from './source-files.ts';

/**
 * Reads an image from its registry, through skopeo, so that all of its configuration counts.
 * @param name the source's name in component.yaml, for errors
 * @param ref `docker://REFERENCE` or `oci://REFERENCE`
 * @param how.temporaryRoot where the image is kept meanwhile, in a directory that is removed afterwards
 * @param how.isChart whether it is a Helm chart stored as an artifact, of which the archive is given
 * @throws {UserError} `source-reference-invalid`, one of {@link FAILURE_CODES}, `image-moved`, and what is wrong
 *   with the image
 */
export async function readRegistry(
  name: string,
  ref: string,
  { temporaryRoot, isChart = false }: { temporaryRoot: string; isChart?: boolean },
  options: RegistryOptions,
): Promise<SourceFiles> {
  const text = ref.slice(ref.indexOf('://') + '://'.length);
  const reference = parseRegistryReference(text);
  if (reference === undefined) throw notAReference(name, ref);
  try {
    const image = isChart
      ? await readRegistryArtifact(reference, options)
      : await readRegistryImage(reference, options);
    const chosen = preferredImage(image.images);
    if (chosen === undefined) throw imageProblems(ref).invalid('is an index that names no image');
    const manifest =
      image.manifest.kind === 'image'
        ? image.manifest
        : await readImageManifest(reference, chosen.digest, options);
    if (isChart) chartLayer(manifest, imageProblems(ref));
    else checkLayers(manifest, imageProblems(ref));
    const files = await withPrivateDirectory(
      path.join(temporaryRoot, 'microshift-optional-source-'),
      (directory, signal) =>
        readCopy(
          { ref, reference, image, chosen, manifest, directory, isChart },
          { ...options, signal },
        ),
    );
    return {
      ref,
      files,
      origin: {
        kind: 'image',
        reference: text,
        digest: image.digest,
        read: chosen.digest,
        platforms: platformsOf(image.images),
      },
    };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const { failure, message, hint } = error.failure;
    throw inputError(
      {
        code: FAILURE_CODES[failure],
        message: `source ${name}: ${message}`,
        hint: `${hint}; or copy the image elsewhere (skopeo copy --all ${ref} oci:DIRECTORY:TAG) and give that layout: --source ${name}=oci:DIRECTORY:TAG`,
        at: { file: ref },
      },
      { cause: error },
    );
  }
}

async function readCopy(
  {
    ref,
    reference,
    image,
    chosen,
    manifest,
    directory,
    isChart,
  }: {
    ref: string;
    reference: RegistryReference;
    image: RegistryImage;
    chosen: PlatformImage;
    manifest: ImageManifest;
    directory: string;
    isChart: boolean;
  },
  options: RegistryOptions,
): Promise<SourceFile[]> {
  const limit = imageBytes(manifest) + LIMITS.manifestBytes;
  await copyImage(reference, image, chosen, { to: directory, limit }, options);
  const copied = sha256(await readFile(path.join(directory, 'manifest.json')));
  if (copied !== chosen.digest) throw moved(ref, image.digest);
  const problems = imageProblems(ref);
  const blobs = copiedBlobs(directory, problems);
  return isChart
    ? readChartLayer(manifest, blobs, problems)
    : readLayers(manifest, blobs, problems);
}

function notAReference(name: string, ref: string): UserError {
  const shown = withoutCredentials(ref);
  return inputError({
    code: 'source-reference-invalid',
    message: `source ${name}: ${JSON.stringify(shown)} names no image of a registry`,
    hint: 'write docker://HOST/NAME:TAG or docker://HOST/NAME@sha256:DIGEST; a layout is oci:PATH:TAG; credentials come from skopeo login',
  });
}

function moved(ref: string, digest: string): UserError {
  return inputError({
    code: 'image-moved',
    message: `no longer stands for ${digest}: it was pushed again while it was read`,
    hint: 'run this again, or name the image by digest',
    at: { file: ref },
  });
}
