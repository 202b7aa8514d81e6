/**
 * What a source may weigh at most: real inputs are below 10 MB in a few hundred files; anything far
 * above is a mistyped path or an attack.
 */
export const LIMITS = {
  files: 5000,
  fileBytes: 32 * 1024 * 1024,
  /** Of all files; for an image also of all layers, compressed and expanded. */
  totalBytes: 256 * 1024 * 1024,
  /** Of an index or a manifest of an image; registries take no larger ones. */
  manifestBytes: 4 * 1024 * 1024,
  /** In all layers of an image: files, directories, links, whiteouts. */
  layerEntries: 10_000,
  /** Of a path in an image, in characters and in folders: time must not grow with them. */
  pathLength: 1024,
  pathDepth: 64,
} as const;

/** A size as people write it. */
export function mebibytes(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`;
}
