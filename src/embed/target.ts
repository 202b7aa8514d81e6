import {
  chmod,
  lstat,
  mkdir,
  readFile,
  readdir,
  realpath,
  rename,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { IMAGE_LIST } from '../release/embedded-images.ts';
import { shellWord } from '../shell-word.ts';
import { formatImageList } from './image-list.ts';

/** An OS image's files are for every user to read, whatever the umask of who builds it. */
const DIRECTORY_MODE = 0o755;
const FILE_MODE = 0o644;

/**
 * The absolute path of the directory that `--to` names, which need not be there yet.
 * @throws {UserError} `embed-target-invalid` where it is none, or lies behind a symbolic link: in the tree
 *   of an OS image, that leads to the machine that builds it as easily as to a place in the tree
 */
export async function checkTarget(to: string): Promise<string> {
  if (to === '')
    throw invalid('--to', 'names no directory', 'name the directory to copy images into');
  const target = path.resolve(to);
  const existing = await nearest(target);
  const real = await realpath(existing);
  if (real !== existing) {
    const meant = path.join(real, path.relative(existing, target));
    throw invalid(
      to,
      `lies behind a symbolic link: ${existing} is ${real}`,
      `if that is what you mean, say so: --to ${shellWord(meant)}`,
    );
  }
  if (existing === target && !(await lstat(target)).isDirectory()) {
    throw invalid(to, 'is not a directory', 'name the directory to copy images into');
  }
  return target;
}

/** The nearest thing above a path that is there, or the path itself. */
async function nearest(target: string): Promise<string> {
  const isThere = await lstat(target).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  return isThere ? target : nearest(path.dirname(target));
}

/** Makes a directory and those above it, for everybody to read. Those that are there stay as they are. */
export async function makeDirectories(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  const below = path.relative(first, directory).split(path.sep);
  for (const [index] of ['', ...below].entries()) {
    await chmod(path.join(first, ...below.slice(0, index)), DIRECTORY_MODE);
  }
}

/** Lets everybody read a directory of files. */
export async function makeReadable(directory: string): Promise<void> {
  for (const name of await readdir(directory)) await setMode(path.join(directory, name), FILE_MODE);
  await setMode(directory, DIRECTORY_MODE);
}

/** Only where it differs: what is right may be somebody else's, or read-only. */
async function setMode(file: string, mode: number): Promise<void> {
  if (((await lstat(file)).mode & 0o7777) !== mode) await chmod(file, mode);
}

/** The text of the list in a store; empty where there is none. */
export async function readImageList(store: string): Promise<string> {
  return readFile(path.join(store, IMAGE_LIST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

/** Replaces the list of a store by one rename. @param staging a directory on the same file system */
export async function writeImageList(
  store: string,
  references: Iterable<string>,
  staging: string,
): Promise<void> {
  const file = path.join(staging, IMAGE_LIST);
  await writeFile(file, formatImageList(references)).catch((error: NodeJS.ErrnoException) => {
    // A full disk is reported without saying where.
    error.path ??= file;
    throw error;
  });
  await chmod(file, FILE_MODE);
  await rename(file, path.join(store, IMAGE_LIST));
}

function invalid(to: string, message: string, hint: string): UserError {
  return inputError({ code: 'embed-target-invalid', message, hint, at: { file: to } });
}
