import coerce from 'semver/functions/coerce.js';
import parse from 'semver/functions/parse.js';
import satisfies from 'semver/functions/satisfies.js';

/** Whether a version, as upstreams write them (`v1.6.1`, `3.0`), is within a range of npm's. */
export function isWithin(version: string | undefined, range: string): boolean {
  const parsed = parse(version) ?? coerce(version);
  return parsed !== null && satisfies(parsed, range, { includePrerelease: true });
}
