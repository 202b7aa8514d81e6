import type { Dirent } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../digest.ts';
import { inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { formatRecord, parseRecord } from './directory-record.ts';
import type { DirectoryRecord } from './directory-record.ts';

/** What says which files `expose` has written, and with which content. */
export const RECORD_FILE = 'expose.lock.json';
/** How the names of files begin that are being written; a number follows. */
const STAGING = '.expose-';

const OUT_HINT = 'give --out a directory that is absent, empty, or as expose has written it';

/**
 * Writes `files` into a directory that is absent, empty, or exactly as an earlier run has left it. Whenever it is
 * stopped, the next run finds nothing in the directory that it would take for somebody else's: the record names the
 * old and the new content of each file until all are written.
 * @param files texts by name, without folders
 * @returns whether anything was written: not where all files are there already
 * @throws {UserError} `output-in-use` for every file that is not of an earlier run, or edited since
 */
export async function writeDirectory(
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<boolean> {
  const before = await readDirectory(directory);
  const wanted = new Map([...files].map(([name, text]) => [name, [sha256(text)]]));
  const isDone =
    before.present.size === wanted.size &&
    [...wanted].every(([name, [digest]]) => before.present.get(name) === digest);
  if (isDone) return false;

  await makeDirectory(directory);
  const either = new Map(before.record);
  for (const [name, digests] of wanted) {
    either.set(name, [...new Set([...(either.get(name) ?? []), ...digests])]);
  }
  await replace(directory, RECORD_FILE, formatRecord(either));
  for (const [name, text] of files) await replace(directory, name, text);
  const stale = [...before.present.keys()].filter((name) => !files.has(name));
  for (const name of stale) await rm(path.join(directory, name));
  await replace(directory, RECORD_FILE, formatRecord(wanted));
  return true;
}

type Before = { record: DirectoryRecord; present: Map<string, string> };

/** What an earlier run has left; the leftovers of one that was stopped are deleted. */
async function readDirectory(directory: string): Promise<Before> {
  // An unset variable of a shell, which would be taken for the current directory.
  if (directory === '') throw inputError(inUse('--out', 'names no directory'));
  const entries = await readdir(directory, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException): Dirent[] => {
      if (error.code === 'ENOENT') return [];
      if (error.code === 'ENOTDIR') throw inputError(inUse(directory, 'is not a directory'));
      throw error;
    },
  );
  const staged = entries.filter((entry) => entry.isFile() && /^\.expose-\d+$/.test(entry.name));
  const files = entries.filter((entry) => entry.name !== RECORD_FILE && !staged.includes(entry));
  const record = await readRecord(directory, entries);
  const problems: Problem[] = [];
  const present = new Map<string, string>();
  for (const entry of files) {
    const file = path.join(directory, entry.name);
    const digests = record.get(entry.name);
    const digest = entry.isFile() ? sha256(await readFile(file)) : undefined;
    if (digests === undefined) problems.push(inUse(file, 'is not of expose'));
    else if (digest === undefined || !digests.includes(digest)) {
      problems.push(inUse(file, 'has been edited since expose wrote it'));
    } else present.set(entry.name, digest);
  }
  throwIfAny(problems);
  for (const { name } of staged) await rm(path.join(directory, name));
  return { record, present };
}

async function readRecord(directory: string, entries: readonly Dirent[]): Promise<DirectoryRecord> {
  const entry = entries.find(({ name }) => name === RECORD_FILE);
  if (entry === undefined) return new Map();
  const file = path.join(directory, RECORD_FILE);
  const record = entry.isFile() ? parseRecord(await readFile(file, 'utf8')) : undefined;
  if (record === undefined) throw inputError(inUse(file, 'is not as expose has written it'));
  return record;
}

/** Makes a directory and those above it; `mkdir` of Node does not end where a file system has no room for any (/proc). */
async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const parent = path.dirname(directory);
    if (code === 'EEXIST' && (await stat(directory).catch(() => undefined))?.isDirectory()) return;
    if (code !== 'ENOENT' || parent === directory) throw error;
    await makeDirectory(parent);
    await mkdir(directory);
  }
}

/** Writes a file completely or not at all. */
async function replace(directory: string, name: string, text: string): Promise<void> {
  const staged = path.join(directory, `${STAGING}${process.pid}`);
  await writeFile(staged, text);
  await rename(staged, path.join(directory, name));
}

function inUse(file: string, message: string): Problem {
  return { code: 'output-in-use', message, hint: OUT_HINT, at: { file } };
}
