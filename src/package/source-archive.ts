import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { Lock } from '../release/lock.ts';
import { greenbootCheckName } from '../release/greenboot-check.ts';
import { checkReleaseFiles } from '../release/release-directory.ts';
import { inputError } from '../errors.ts';
import { SOURCE_DATE } from './source-date.ts';

/**
 * Copies the files that the packages are made of from a release directory into `target`: those of the
 * lock and no others, and exactly as it names them, also when a file has changed since the first check.
 * @throws {UserError} `release-changed`
 */
export async function stageSources(directory: string, lock: Lock, target: string): Promise<void> {
  const sources = [
    `manifests.d/${lock.directory}/`,
    'release-info/',
    `rpm/${greenbootCheckName(lock.name)}`,
  ];
  const files = Object.entries(lock.files).filter(([file]) =>
    sources.some((source) => file.startsWith(source)),
  );
  for (const [file] of files) {
    const to = path.join(target, file);
    await mkdir(path.dirname(to), { recursive: true });
    await writeFile(to, await readFile(path.join(directory, file)));
  }
  await checkReleaseFiles(target, { ...lock, files: Object.fromEntries(files) });
}

/**
 * Packs the directory `name` below `parent` into a compressed archive that depends on nothing but the
 * files' names and bytes.
 * @throws {UserError} `tar-failed`, as with a tar that is not GNU's
 */
export async function createArchive(parent: string, name: string, archive: string): Promise<void> {
  // Of the formats, GNU's alone takes long names and adds nothing of its own.
  const format = ['--format=gnu', '--sort=name', `--mtime=@${SOURCE_DATE}`, '--mode=u=rwX,go=rX'];
  const owner = ['--owner=0', '--group=0', '--numeric-owner'];
  const files = [`--file=${archive}`, `--directory=${parent}`, '--', name];
  const args = ['--create', '--use-compress-program=gzip -n', ...format, ...owner, ...files];
  const result = await execa('tar', args, { reject: false });
  if (!result.failed) return;
  throw inputError({
    code: 'tar-failed',
    message: `tar failed: ${result.stderr.trim() || result.shortMessage}`,
    hint: 'GNU tar is needed, and space in TMPDIR',
  });
}
