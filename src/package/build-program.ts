import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { Manual } from '../manual/format-manual.ts';
import { readNotices } from './notices.ts';
import { packagedFile } from './packaged-files.ts';
import { PROGRAM_FILES } from './program-files.ts';
import type { ProgramContent } from './program-files.ts';
import { PROGRAM_PACKAGE, formatProgramSpec } from './program-spec.ts';
import { createBuildDirectory, runRpmbuild } from './rpmbuild.ts';

/**
 * The program that is running, to be packaged.
 * @throws {UserError} `program-not-built` in a run from the sources, which are many files
 */
export async function readProgram(manual: Manual): Promise<ProgramContent> {
  const notices = readNotices();
  if (notices === undefined) {
    throw inputError({
      code: 'program-not-built',
      message: 'a run from the sources cannot package the program itself',
      hint: 'run npm run build, then dist/microshift-optional.mjs rpm …; or leave it out with --no-program',
    });
  }
  // Once built, everything is one file, and so is this.
  const bytes = await readFile(fileURLToPath(import.meta.url));
  return { bytes, notices, manual, packagedFile };
}

/**
 * Builds the package of this program in `work`, a directory of its own; answers the RPM's path.
 * @throws {UserError} `rpmbuild-failed`
 */
export async function buildProgram(
  content: ProgramContent,
  version: string,
  work: string,
  progress: Progress,
): Promise<string[]> {
  progress.line(`building ${PROGRAM_PACKAGE} ${version}`);
  const build = await createBuildDirectory(work);
  for (const { source, content: contentOf } of PROGRAM_FILES) {
    await writeFile(path.join(build.sources, source), contentOf(content));
  }
  const spec = path.join(build.specs, `${PROGRAM_PACKAGE}.spec`);
  await writeFile(spec, formatProgramSpec(version, content.notices.bundled));
  return runRpmbuild(build, spec, '-bb', 'noarch');
}
