import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Lock } from '../release/lock.ts';
import { openRelease } from '../release/open-release.ts';
import { checkUnchanged, releaseState } from '../release/release-state.ts';
import { checkReleaseFiles } from '../release/release-directory.ts';
import { throwIfAny } from '../errors.ts';
import { buildComponent } from '../package/build-component.ts';
import { buildProgram, readProgram } from '../package/build-program.ts';
import type { Manual } from '../manual/format-manual.ts';
import { placeRpms } from '../package/place-rpms.ts';
import { rpmValueProblems, rpmVersion } from '../release/rpm-version.ts';
import { checkRpmTools } from '../package/rpmbuild.ts';
import type { SpecValues } from '../release/spec.ts';
import type { Progress } from '../progress.ts';
import type { ProgramVersion } from '../version.ts';

export type RpmOptions = {
  /** The packages' version; undefined for the component's. */
  version?: string;
  release: string;
  /** What goes into the package of this program beside it; undefined for no such package. */
  manual: Manual | undefined;
  built: ProgramVersion;
  progress: Progress;
};

/**
 * Builds the RPMs of a release directory, in a temporary directory, and puts them into its `rpms`;
 * returns their paths, one a line.
 * @throws {UserError} `rpm-version-invalid`, `rpm-release-invalid`, those of {@link openRelease} and
 *   {@link checkReleaseFiles}, `program-not-built`, `rpmbuild-missing`, `rpmbuild-failed`, `output-busy`; nothing is
 *   written then
 */
export async function rpm(directory: string, options: RpmOptions): Promise<string> {
  const { version, release, progress } = options;
  throwIfAny([
    ...(version === undefined ? [] : rpmValueProblems('version', version)),
    ...rpmValueProblems('release', release),
  ]);
  const state = await releaseState(directory);
  const lock = await openRelease(directory);
  await checkReleaseFiles(directory, lock);
  const values: SpecValues = {
    version: version ?? versionOfLock(lock),
    release,
    microshiftVersion: version,
  };
  const { manual } = options;
  const program = manual && (await readProgram(manual));
  await checkRpmTools();

  const work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-rpm-'));
  try {
    const rpms = await buildComponent({ directory, lock }, values, path.join(work, 'c'), progress);
    if (program !== undefined) {
      const { version: programVersion } = options.built;
      const target = path.join(work, 'p');
      rpms.push(...(await buildProgram(program, programVersion, target, progress)));
    }
    await checkUnchanged(directory, state);
    const placed = await placeRpms(rpms, path.join(directory, 'rpms'));
    return placed.map((file) => `${file}\n`).join('');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function versionOfLock(lock: Lock): string {
  const version = rpmVersion(lock.version);
  throwIfAny(rpmValueProblems('version', version));
  return version;
}
