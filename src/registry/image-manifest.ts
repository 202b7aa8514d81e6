import * as z from 'zod';

const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker';

const INDEXES = new Set([`${OCI}.index.v1+json`, `${DOCKER}.distribution.manifest.list.v2+json`]);
const MANIFESTS = new Set([`${OCI}.manifest.v1+json`, `${DOCKER}.distribution.manifest.v2+json`]);
const CONFIGS = new Set([`${OCI}.config.v1+json`, `${DOCKER}.container.image.v1+json`]);

/** A digest as images are named by: SHA-256 alone, which is what every tool writes. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** An image may have this many layers, and an index this many images: far above any real one. */
const MAX_ENTRIES = 256;

const platform = z.object({ os: z.string(), architecture: z.string() });
const descriptor = z.object({
  mediaType: z.string().default(''),
  digest: z.string().regex(DIGEST, 'expected a sha256 digest'),
  size: z.int().nonnegative(),
  platform: platform.optional(),
  annotations: z.record(z.string(), z.string()).nullish(),
  artifactType: z.string().optional(),
});
const descriptors = z.array(descriptor).max(MAX_ENTRIES);
const head = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
});
const indexSchema = head.extend({ manifests: descriptors });
const manifestSchema = head.extend({ config: descriptor, layers: descriptors });

/** A content that an index or a manifest names: how it is to be read, its digest, its size in bytes. */
export type Descriptor = z.output<typeof descriptor>;

/** A platform as Go names it: `linux`, `arm64`. */
export type Platform = z.output<typeof platform>;

/** One image under one name for several platforms. */
export type ImageIndex = { kind: 'index'; manifests: Descriptor[] };

/** One image for one platform; `artifactType` is set for what is no image but stored like one. */
export type ImageManifest = {
  kind: 'image';
  config: Descriptor;
  layers: Descriptor[];
  artifactType: string | undefined;
};

export type Manifest = ImageIndex | ImageManifest;

/**
 * Parses an image index or manifest, of OCI or of Docker's schema 2.
 * @param mediaType what named it says that it is; `''` where nothing does
 * @returns what is wrong with it as text, to be put after its name: `is not JSON`
 */
export function parseManifest(bytes: Buffer, mediaType = ''): Manifest | string {
  const json = parseJson(bytes);
  if (json === undefined) return 'is not JSON';
  const kind = head.safeParse(json);
  if (!kind.success) return explain(kind.error, json);
  const types = [mediaType, kind.data.mediaType ?? ''].filter((type) => type !== '');
  if (new Set(types).size > 1) return `says that it is ${types[1]}, but is named as ${types[0]}`;
  // Two readers must not take one document for two things.
  if ('manifests' in json && ('layers' in json || 'config' in json)) {
    return 'is both an index and a manifest';
  }
  if ('manifests' in json) {
    if (types.some((type) => !INDEXES.has(type))) return `is no image index but ${types[0]}`;
    const index = indexSchema.safeParse(json);
    if (!index.success) return explain(index.error, json);
    return { kind: 'index', manifests: index.data.manifests };
  }
  if (types.some((type) => !MANIFESTS.has(type))) return `is no image but ${types[0]}`;
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) return explain(manifest.error, json);
  const { config, layers } = manifest.data;
  const other = CONFIGS.has(config.mediaType) ? undefined : config.mediaType;
  return { kind: 'image', config, layers, artifactType: manifest.data.artifactType ?? other };
}

/** Whether a descriptor names an index. */
export function isIndex({ mediaType }: Descriptor): boolean {
  return INDEXES.has(mediaType);
}

/** The platform that an image's configuration names; a text says what is wrong with it. */
export function parsePlatform(bytes: Buffer): Platform | string {
  const result = platform.safeParse(parseJson(bytes));
  return result.success ? result.data : 'names no os and architecture';
}

function parseJson(bytes: Buffer): object | undefined {
  try {
    // The parser's own error would quote the content.
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch {
    return undefined;
  }
}

function explain(error: z.ZodError, json: object): string {
  if ('schemaVersion' in json && json.schemaVersion === 1) {
    return 'is of the old schema 1, which has no digests: push the image again with a current tool';
  }
  const [issue] = error.issues;
  const field = issue?.path.join('.') ?? '';
  return `is no image manifest${field === '' ? '' : `: ${field}`}: ${issue?.message ?? 'invalid'}`;
}
