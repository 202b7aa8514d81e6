import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { compareText } from '../manifest/object.ts';
import { LIMITS, mebibytes } from './limits.ts';
import type { SourceFile } from './source-files.ts';

/**
 * Every file below a directory, sorted by path; hidden files and folders are left out.
 * @param kept names of hidden files that are read all the same
 * @throws {UserError} where a link leaves the directory, or the directory is larger than {@link LIMITS}
 */
export async function readDirectory(
  root: string,
  kept: readonly string[] = [],
): Promise<SourceFile[]> {
  const realRoot = await realpath(root);
  const paths = await listFiles(root, '', kept);
  let total = 0;
  const files: SourceFile[] = [];
  for (const relative of paths.toSorted(compareText)) {
    const absolute = path.join(root, relative);
    const real = await realpath(absolute);
    if (!real.startsWith(`${realRoot}${path.sep}`)) throw leavesDirectory(absolute, real);
    const found = await stat(real);
    if (!found.isFile()) throw notAFile(absolute);
    const { size } = found;
    total += size;
    if (size > LIMITS.fileBytes || total > LIMITS.totalBytes) throw tooLarge(root);
    files.push({ path: relative, bytes: await readFile(real) });
  }
  return files;
}

async function listFiles(
  root: string,
  below: string,
  kept: readonly string[],
  found: string[] = [],
): Promise<string[]> {
  const entries = await readdir(path.join(root, below), { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith('.') && !kept.includes(entry.name)) continue;
    const relative = path.posix.join(below, entry.name);
    if (entry.isDirectory()) await listFiles(root, relative, kept, found);
    else found.push(relative);
    if (found.length > LIMITS.files) throw tooLarge(root);
  }
  return found;
}

function leavesDirectory(file: string, target: string): UserError {
  return inputError({
    code: 'source-leaves-directory',
    message: `is a link to ${target}, outside of the source`,
    hint: 'copy the file into the source',
    at: { file },
  });
}

function notAFile(file: string): UserError {
  return inputError({
    code: 'source-not-a-file',
    message: 'is neither a regular file nor a directory (or a link to a directory)',
    hint: 'remove it from the source',
    at: { file },
  });
}

function tooLarge(root: string): UserError {
  return inputError({
    code: 'source-too-large',
    message: `is larger than a source may be: ${LIMITS.files} files, ${mebibytes(LIMITS.fileBytes)} a file, ${mebibytes(LIMITS.totalBytes)} in all`,
    hint: 'give the directory of the bundle or of the manifests itself',
    at: { file: root },
  });
}
