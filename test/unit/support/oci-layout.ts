import type { TestContext } from 'node:test';
import type { TestImage } from './oci-image.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import type { Files } from './temporary-directory.ts';

/** The files of an OCI layout that holds images by tag; a key without a name has no tag. */
export function layoutFiles(images: Record<string, TestImage>, overrides: Files = {}): Files {
  const manifests = Object.entries(images).map(([tag, { root }]) => ({
    ...root,
    ...(tag === '' ? {} : { annotations: { 'org.opencontainers.image.ref.name': tag } }),
  }));
  const blobs = Object.values(images).flatMap((image) => [
    ...image.blobs,
    ...image.manifests.map(({ digest, bytes }) => [digest, bytes] as const),
  ]);
  return {
    'oci-layout': JSON.stringify({ imageLayoutVersion: '1.0.0' }),
    'index.json': JSON.stringify({ schemaVersion: 2, manifests }),
    ...Object.fromEntries(blobs.map(([digest, bytes]) => [blobPath(digest), bytes])),
    ...overrides,
  };
}

/** A directory with an OCI layout that is gone after the test. */
export async function ociLayout(
  test: TestContext,
  images: Record<string, TestImage>,
  overrides: Files = {},
): Promise<string> {
  return temporaryDirectory(test, layoutFiles(images, overrides));
}

/** Where a layout keeps the content of a digest. */
export function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}
