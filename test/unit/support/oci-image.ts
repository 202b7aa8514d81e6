import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import { sha256 } from '../../../src/digest.ts';
import type { Files } from './temporary-directory.ts';

/** How one manifest names another content. */
export type TestDescriptor = {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { os: string; architecture: string };
  annotations?: Record<string, string>;
};

/** An image or an index in memory: what names it, and every content below it. */
export type TestImage = {
  root: TestDescriptor;
  /** Of everything that is no manifest, by digest. */
  blobs: Map<string, Buffer>;
  /** Manifests and indexes, those that others name first; the last is the root. */
  manifests: { mediaType: string; digest: string; bytes: Buffer }[];
};

/** A content of a layer: a file's text, or any tar header with a body. */
export type TarEntry = Partial<Header> & Pick<Header, 'name'> & { body?: string | Buffer };

export type ImageOptions = {
  architecture?: string;
  os?: string;
  /** Whose media types are used. */
  format?: 'oci' | 'docker';
  /** Files of the only layer, or whole layers (see {@link tarOf}), the lowest first. */
  layers: Files | LayerBlob[];
  /** Fields of the manifest that are to be different. */
  manifest?: Record<string, unknown>;
};

/** A layer as it is stored. */
export type LayerBlob = { bytes: Buffer; mediaType?: string };

const TYPES = {
  oci: {
    index: 'application/vnd.oci.image.index.v1+json',
    manifest: 'application/vnd.oci.image.manifest.v1+json',
    config: 'application/vnd.oci.image.config.v1+json',
    layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
  },
  docker: {
    index: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifest: 'application/vnd.docker.distribution.manifest.v2+json',
    config: 'application/vnd.docker.container.image.v1+json',
    layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  },
} as const;

/** An image for one platform. */
export async function testImage({
  architecture = 'amd64',
  os = 'linux',
  format = 'oci',
  layers,
  manifest = {},
}: ImageOptions): Promise<TestImage> {
  const types = TYPES[format];
  const stored = Array.isArray(layers) ? layers : [await layerOf(layers)];
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os,
      config: {},
      rootfs: { type: 'layers', diff_ids: stored.map(({ bytes }) => sha256(bytes)) },
    }),
  );
  const document = {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: describe(types.config, config),
    layers: stored.map(({ bytes, mediaType }) => describe(mediaType ?? types.layer, bytes)),
    ...manifest,
  };
  const bytes = Buffer.from(JSON.stringify(document));
  const root = { ...describe(types.manifest, bytes), platform: { os, architecture } };
  return {
    root,
    blobs: new Map([config, ...stored.map((layer) => layer.bytes)].map((b) => [sha256(b), b])),
    manifests: [{ mediaType: types.manifest, digest: root.digest, bytes }],
  };
}

/** An index of images or of further indexes. */
export function testIndex(
  children: readonly TestImage[],
  { format = 'oci', entries }: { format?: 'oci' | 'docker'; entries?: TestDescriptor[] } = {},
): TestImage {
  const mediaType = TYPES[format].index;
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      manifests: entries ?? children.map(({ root }) => root),
    }),
  );
  const root = describe(mediaType, bytes);
  return {
    root,
    blobs: new Map(children.flatMap(({ blobs }) => [...blobs])),
    manifests: [
      ...children.flatMap(({ manifests }) => manifests),
      { mediaType, digest: root.digest, bytes },
    ],
  };
}

/** An image of the same files for amd64 and arm64 under one index. */
export async function multiArchImage(
  layers: ImageOptions['layers'],
  format: 'oci' | 'docker' = 'oci',
): Promise<TestImage> {
  const images = await Promise.all(
    ['amd64', 'arm64'].map((architecture) => testImage({ architecture, format, layers })),
  );
  return testIndex(images, { format });
}

/** A compressed layer of files. */
export async function layerOf(files: Files): Promise<LayerBlob> {
  const entries = Object.entries(files).map(([name, body]) => ({ name, body }));
  return { bytes: gzipSync(await tarOf(entries)) };
}

/** A tar archive of entries as they are given. */
export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { body = '', ...header } of entries) {
    archive.entry({ mtime: new Date(0), ...header }, body);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

export function describe(mediaType: string, bytes: Buffer): TestDescriptor {
  return { mediaType, digest: sha256(bytes), size: bytes.length };
}
