import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';

/** How two releases of a tree follow each other: 1 where `a` is the newer one; undefined where nobody can say. */
export function compareReleases(a: string, b: string): -1 | 0 | 1 | undefined {
  if (a === b) return 0;
  return valid(a) === null || valid(b) === null ? undefined : compare(a, b);
}
