import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lock } from '../release/lock.ts';
import { inputError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { sha256 } from '../digest.ts';
import { ARCHITECTURES } from '../architectures.ts';
import { createBuildDirectory, runRpmbuild } from './rpmbuild.ts';
import { createArchive, stageSources } from './source-archive.ts';
import { specOfBuild } from '../release/spec.ts';
import type { SpecValues } from '../release/spec.ts';

/**
 * Builds the packages of a component in `work`, a directory of their own: one for each architecture,
 * the release information, and the source. Answers the paths of the RPMs.
 * @throws {UserError} `rpmbuild-failed`, `tar-failed`, `release-changed`
 */
export async function buildComponent(
  release: { directory: string; lock: Lock },
  values: SpecValues,
  work: string,
  progress: Progress,
): Promise<string[]> {
  const { directory, lock } = release;
  const name = `${lock.package}-${values.version}`;
  const staging = path.join(work, 'source');
  await mkdir(staging, { recursive: true });
  await stageSources(directory, lock, path.join(staging, name));
  const archive = path.join(work, `${name}.tar.gz`);
  await createArchive(staging, name, archive);
  const spec = specOfBuild(await readSpec(directory, lock), values);

  const built = new Map<string, string>();
  for (const architecture of ARCHITECTURES) {
    progress.line(`building ${name}-${values.release} for ${architecture}`);
    const build = await createBuildDirectory(path.join(work, architecture));
    const specFile = path.join(build.specs, `${lock.package}.spec`);
    await writeFile(specFile, spec);
    await copyFile(archive, path.join(build.sources, path.basename(archive)));
    // Not one run for both: it would put the digest of the source package, which differs from build to
    // build, into the others.
    if (built.size === 0) await runRpmbuild(build, specFile, '-bs', architecture);
    // A package for all architectures still names the one that it was built for: the first run's counts.
    for (const file of await runRpmbuild(build, specFile, '-bb', architecture)) {
      const fileName = path.basename(file);
      if (!built.has(fileName)) built.set(fileName, file);
    }
  }
  return [...built.values()];
}

async function readSpec(directory: string, lock: Lock): Promise<string> {
  const file = `rpm/${lock.package}.spec`;
  const text = await readFile(path.join(directory, file), 'utf8');
  // A spec file is a program, so one that the lock does not know is not run.
  if (lock.files[file] === sha256(text)) return text;
  throw inputError({
    code: 'release-changed',
    message: 'is not what the lock says',
    hint: 'run microshift-optional rebase again',
    at: { file: path.join(directory, file) },
  });
}
