import path from 'node:path';
import * as z from 'zod';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { DIGEST, parseManifest } from '../registry/image-manifest.ts';
import type { Descriptor } from '../registry/image-manifest.ts';
import { layoutBlobs, readLimited } from './blob-store.ts';
import { imageProblems } from './image-problem.ts';
import type { ImageProblems } from './image-problem.ts';
import { LIMITS } from './limits.ts';
import { readChartLayer } from './read-chart-layer.ts';
import { readImage } from './read-image.ts';
import type { SourceFiles } from './source-files.ts';

const TAG = 'org.opencontainers.image.ref.name';

const layoutSchema = z.object({ imageLayoutVersion: z.string().regex(/^1\./) });

/**
 * Reads an image of an OCI image layout.
 * @param ref `oci:PATH`, `oci:PATH:TAG` or `oci:PATH@sha256:…`; as with other tools, a path holds no colon
 * @param how.isChart whether it is a Helm chart stored as an artifact, of which the archive is given
 * @throws {UserError} `source-missing`, `image-layout-invalid`, `image-tag-missing`, `image-ambiguous`,
 *   and those of {@link readImage}
 */
export async function readLayout(
  ref: string,
  { isChart = false }: { isChart?: boolean } = {},
): Promise<SourceFiles> {
  const problems = imageProblems(ref);
  const { directory, tag, digest } = parseLayoutReference(ref);
  const descriptors = await readIndex(ref, directory, problems);
  const root = choose(ref, descriptors, tag, digest);
  const blobs = layoutBlobs(directory, problems);
  if (isChart) {
    const manifest = parseManifest(await blobs(root, LIMITS.manifestBytes), root.mediaType);
    if (typeof manifest === 'string') throw problems.invalid(`${root.digest} ${manifest}`);
    if (manifest.kind !== 'image')
      throw problems.invalid(`${root.digest} is an index, not a chart`);
    const files = await readChartLayer(manifest, blobs, problems);
    const origin = { digest: root.digest, read: root.digest, platforms: {} };
    return { ref, files, origin: { kind: 'layout', ...origin } };
  }
  const image = await readImage(root, blobs, problems);
  const { files, ...origin } = image;
  return { ref, files, origin: { kind: 'layout', ...origin } };
}

function parseLayoutReference(ref: string): {
  directory: string;
  tag: string | undefined;
  digest: string | undefined;
} {
  const text = ref.slice('oci:'.length);
  const at = text.lastIndexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = digest !== undefined && DIGEST.test(digest) ? text.slice(0, at) : text;
  const colon = named.indexOf(':');
  return {
    directory: path.resolve(colon === -1 ? named : named.slice(0, colon)),
    tag: colon === -1 ? undefined : named.slice(colon + 1),
    digest: named === text ? undefined : digest,
  };
}

async function readIndex(
  ref: string,
  directory: string,
  problems: ImageProblems,
): Promise<Descriptor[]> {
  const layout = await readJson(path.join(directory, 'oci-layout'));
  if (layout === undefined || !layoutSchema.safeParse(layout).success) {
    throw inputError({
      code: 'image-layout-invalid',
      message: `${directory} is no OCI image layout of version 1: ${layout === undefined ? 'it has no file oci-layout' : 'its file oci-layout says otherwise'}`,
      hint: 'write oci:DIRECTORY:TAG for a layout, docker://REFERENCE for a registry',
      at: { file: ref },
    });
  }
  const bytes = await readLimited(path.join(directory, 'index.json'), LIMITS.manifestBytes);
  if (!Buffer.isBuffer(bytes)) throw problems.invalid('its index.json is missing or too large');
  const index = parseManifest(bytes);
  if (typeof index === 'string') throw problems.invalid(`its index.json ${index}`);
  if (index.kind !== 'index') throw problems.invalid('its index.json is no index');
  return index.manifests;
}

async function readJson(file: string): Promise<unknown> {
  const bytes = await readLimited(file, LIMITS.manifestBytes);
  if (!Buffer.isBuffer(bytes)) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return {};
  }
}

function choose(
  ref: string,
  descriptors: readonly Descriptor[],
  tag: string | undefined,
  digest: string | undefined,
): { digest: string; size?: number; mediaType?: string } {
  const fitting = descriptors.filter(
    (each) =>
      (tag === undefined || each.annotations?.[TAG] === tag) &&
      (digest === undefined || each.digest === digest),
  );
  // One image may have several names.
  const different = new Set(fitting.map((each) => each.digest));
  const [first] = fitting;
  if (first !== undefined && different.size === 1) return first;
  // An image below an index of the layout.
  if (fitting.length === 0 && digest !== undefined && tag === undefined) return { digest };
  throw fitting.length === 0
    ? notThere(ref, descriptors, tag)
    : inputError({
        code: 'image-ambiguous',
        message: `holds ${different.size} such images: ${names(fitting)}`,
        hint: 'name one: oci:PATH:TAG or oci:PATH@sha256:DIGEST',
        at: { file: ref },
      });
}

function notThere(
  ref: string,
  descriptors: readonly Descriptor[],
  tag: string | undefined,
): UserError {
  return inputError({
    code: 'image-tag-missing',
    message: `holds no image${tag === undefined ? '' : ` ${JSON.stringify(tag)}`}`,
    hint: descriptors.length === 0 ? 'copy one into it' : `it holds ${names(descriptors)}`,
    at: { file: ref },
  });
}

const MAX_NAMES = 10;

function names(descriptors: readonly Descriptor[]): string {
  const all = descriptors.map(({ annotations, digest }) => annotations?.[TAG] ?? digest);
  const more = all.length - MAX_NAMES;
  return `${all.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
