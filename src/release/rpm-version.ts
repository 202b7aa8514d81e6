import type { Problem } from '../errors.ts';

/**
 * A component version as RPM orders it: `3.0.0-tp.1` is older than `3.0.0`, which RPM writes `~`. What
 * follows a `+` is not part of a version's rank, so a `-` there is none of a pre-release.
 */
export function rpmVersion(version: string): string {
  const plus = version.indexOf('+');
  const [ranked, build] =
    plus === -1 ? [version, ''] : [version.slice(0, plus), version.slice(plus)];
  return `${ranked.replace('-', '~')}${build}`.replaceAll('-', '.');
}

// RPM's own characters for versions and releases, where `-` separates the two, and `..` is refused by
// rpmbuild. A macro (%), a quote or a space could change the spec file that the value is put into.
const RPM_VALUE = /^[0-9A-Za-z](?:[.]?[0-9A-Za-z_+~^])*$/;
const MAX_LENGTH = 128;

/** What is wrong with a package's version or release; nothing if it may stand in a spec file. */
export function rpmValueProblems(what: 'version' | 'release', value: string): Problem[] {
  if (RPM_VALUE.test(value) && value.length <= MAX_LENGTH) return [];
  const written = what === 'version' ? rpmVersion(value) : '1';
  return [
    {
      code: `rpm-${what}-invalid`,
      message: `${JSON.stringify(value)} is not an RPM ${what}`,
      hint:
        'use letters, digits and . _ + ~ ^, beginning with a letter or digit' +
        (RPM_VALUE.test(written) ? `, such as ${written}` : ''),
    },
  ];
}
