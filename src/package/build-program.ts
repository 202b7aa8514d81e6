import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { Notices } from './notices.ts';
import { formatThirdParty, readNotices } from './notices.ts';
import {
  PROGRAM_COMMAND,
  PROGRAM_PACKAGE,
  PROGRAM_SOURCES,
  formatProgramSpec,
} from './program-spec.ts';
import { createBuildDirectory, runRpmbuild } from './rpmbuild.ts';

/** The program as its package holds it. */
export type ProgramContent = { bytes: Buffer; notices: Notices };

/**
 * The program that is running, to be packaged.
 * @throws {UserError} `program-not-built` in a run from the sources, which are many files
 */
export async function readProgram(): Promise<ProgramContent> {
  const notices = readNotices();
  if (notices === undefined) {
    throw inputError({
      code: 'program-not-built',
      message: 'a run from the sources cannot package the program itself',
      hint: 'run npm run build, then dist/microshift-optional.mjs rpm …; or leave it out with --no-program',
    });
  }
  // Once built, everything is one file, and so is this.
  return { bytes: await readFile(fileURLToPath(import.meta.url)), notices };
}

/**
 * Builds the package of this program in `work`, a directory of its own; answers the RPM's path.
 * @throws {UserError} `rpmbuild-failed`
 */
export async function buildProgram(
  { bytes, notices }: ProgramContent,
  version: string,
  work: string,
  progress: Progress,
): Promise<string[]> {
  progress.line(`building ${PROGRAM_PACKAGE} ${version}`);
  const build = await createBuildDirectory(work);
  const sources = new Map<string, string | Buffer>([
    [PROGRAM_SOURCES.program, bytes],
    [PROGRAM_SOURCES.command, PROGRAM_COMMAND],
    [PROGRAM_SOURCES.license, notices.license],
    [PROGRAM_SOURCES.thirdParty, formatThirdParty(notices.bundled)],
  ]);
  for (const [name, content] of sources) await writeFile(path.join(build.sources, name), content);
  const spec = path.join(build.specs, `${PROGRAM_PACKAGE}.spec`);
  await writeFile(spec, formatProgramSpec(version, notices.bundled));
  return runRpmbuild(build, spec, '-bb', 'noarch');
}
