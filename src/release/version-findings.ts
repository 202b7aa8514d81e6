import semver from 'semver';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';

/** A package of a lower version is not installed over one of a higher version unless it is asked for. */
export function versionFindings(before: string | undefined, after: string): Finding[] {
  const [old, current] = [semver.parse(before), semver.parse(after)];
  if (old === null || current === null || semver.gte(current, old)) return [];
  return [
    finding('note', after, {
      code: 'version-lower',
      message: `the release is of version ${after}, after ${before}, which devices take for newer`,
      hint: 'check the source; to go back on devices, use a rollback or dnf downgrade',
    }),
  ];
}
