import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { SOURCE_DATE } from './source-date.ts';

const TOOLS = ['rpmbuild', 'tar', 'gzip'] as const;

/**
 * Makes sure that the programs which building takes are here.
 * @throws {UserError} `rpmbuild-missing`, once for each that is not
 */
export async function checkRpmTools(): Promise<void> {
  const problems: Problem[] = [];
  for (const tool of TOOLS) {
    const result = await execa(tool, ['--version'], { reject: false });
    if (result.failed && result.code === 'ENOENT') problems.push(missing(tool));
  }
  throwIfAny(problems);
}

function missing(tool: (typeof TOOLS)[number]): Problem {
  const how =
    tool === 'rpmbuild'
      ? 'install it: the package rpm on Debian and Ubuntu, rpm-build on Fedora and RHEL'
      : `install it: the package ${tool} on Debian, Ubuntu, Fedora and RHEL`;
  return { code: 'rpmbuild-missing', message: `${tool} is not on the PATH`, hint: how };
}

/** A private directory for one run of rpmbuild. */
export type BuildDirectory = { top: string; sources: string; specs: string; results: string };

/**
 * Makes the directories for one run below `top`.
 * @throws {UserError} `temporary-directory-unsafe`: rpmbuild puts paths unquoted into scripts which
 *   delete them
 */
export async function createBuildDirectory(top: string): Promise<BuildDirectory> {
  if (!/^[\w./+-]+$/.test(top)) {
    throw inputError({
      code: 'temporary-directory-unsafe',
      message: 'rpmbuild cannot work in a directory with such a name',
      hint: 'set TMPDIR to a directory whose path has only letters, digits and . _ + -',
      at: { file: top },
    });
  }
  const directory = {
    top,
    sources: path.join(top, 'SOURCES'),
    specs: path.join(top, 'SPECS'),
    results: path.join(top, 'RPMS'),
  };
  for (const name of [...Object.values(directory), path.join(top, 'tmp')]) {
    await mkdir(name, { recursive: true });
  }
  return directory;
}

/** What to build: binary packages, or the source package. */
export type BuildMode = '-bb' | '-bs';

/**
 * Runs rpmbuild on a spec file in `directory.specs`, so that neither the user's settings, the machine's
 * name nor the time show in its result; answers the paths of all RPMs there, sorted. (Only the header of
 * a source package holds a path: rpmbuild puts the expanded script into it.)
 * @throws {UserError} `rpmbuild-failed` with the end of its log
 */
export async function runRpmbuild(
  directory: BuildDirectory,
  spec: string,
  mode: BuildMode,
  target: string,
): Promise<string[]> {
  const args = [mode, '--target', target, ...definitions(directory), spec];
  const result = await execa('rpmbuild', args, {
    reject: false,
    all: true,
    cwd: directory.top,
    extendEnv: false,
    env: environment(directory),
  });
  if (result.failed) {
    throw inputError({
      code: 'rpmbuild-failed',
      message: `rpmbuild ${mode} --target ${target} failed: ${logTail(result.all) || result.shortMessage}`,
      hint: 'the lines above are the end of its log; check the space in TMPDIR and the macros in /etc/rpm',
      at: { file: path.basename(spec) },
    });
  }
  const names = await readdir(directory.results);
  return names.toSorted().map((name) => path.join(directory.results, name));
}

function definitions({ top, sources, specs, results }: BuildDirectory): string[] {
  const macros = {
    _topdir: top,
    _sourcedir: sources,
    _specdir: specs,
    _builddir: path.join(top, 'BUILD'),
    _buildrootdir: path.join(top, 'BUILDROOT'),
    _rpmdir: results,
    _srcrpmdir: results,
    _tmppath: path.join(top, 'tmp'),
    // Expanded for each package: without folders for the architectures.
    _rpmfilename: '%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm',
    _buildhost: 'reproducible',
    use_source_date_epoch_as_buildtime: '1',
    // The first until rpm 4.19, the second from 4.20 on.
    clamp_mtime_to_source_date_epoch: '1',
    build_mtime_policy: 'clamp_to_source_date_epoch',
    // What RHEL 9 and later use; a build machine's own default may be another.
    _binary_payload: 'w19.zstdio',
    _source_payload: 'w19.zstdio',
  };
  return Object.entries(macros).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
}

/** Nothing of the user's: a ~/.rpmmacros may change what is built, and where. */
function environment({ top }: BuildDirectory): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: top,
    XDG_CONFIG_HOME: top,
    TMPDIR: path.join(top, 'tmp'),
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    SOURCE_DATE_EPOCH: String(SOURCE_DATE),
  };
}

const LOG_LINES = 12;

function logTail(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return lines
    .slice(-LOG_LINES)
    .map((line) => `\n  ${line}`)
    .join('');
}
