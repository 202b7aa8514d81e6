/**
 * What a source may weigh at most: real inputs are below 10 MB in a few hundred files; anything far
 * above is a mistyped path or an attack.
 */
export const LIMITS = {
  files: 5000,
  fileBytes: 32 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
} as const;
