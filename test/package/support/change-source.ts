import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/**
 * What happens to a source while a program reads it that is started with `--import` of this file: before its
 * read number `at` (from 1) below `root`, `file` gets another text, gets more text, or goes away.
 */
export type SourceChange = { root: string; at: number; file: string } & (
  | { replaceBy: string }
  | { append: string }
  | { remove: true }
);

/** The environment variable that holds a {@link SourceChange}, as JSON. */
export const SOURCE_CHANGE = 'MICROSHIFT_OPTIONAL_TEST_SOURCE_CHANGE';

type Read = (...args: unknown[]) => unknown;

const READS = ['readFile', 'readdir', 'stat', 'lstat', 'realpath', 'access', 'open'];
const { appendFileSync, rmSync, writeFileSync } = fs;

const json = process.env[SOURCE_CHANGE];
if (json !== undefined) {
  watch(JSON.parse(json) as SourceChange);
  syncBuiltinESMExports();
}

function watch(change: SourceChange): void {
  let count = 0;
  const wrap =
    (original: Read): Read =>
    (...args) => {
      const [target] = args;
      if (typeof target === 'string' && path.resolve(target).startsWith(change.root)) {
        count += 1;
        if (count === change.at) make(change);
      }
      return original(...args);
    };
  for (const name of READS) {
    replace(fs.promises as unknown as Record<string, Read>, name, wrap);
    replace(fs as unknown as Record<string, Read>, `${name}Sync`, wrap);
  }
}

function replace(module: Record<string, Read>, name: string, wrap: (original: Read) => Read): void {
  const original = module[name];
  if (original === undefined) throw new Error(`node:fs has no ${name}`);
  module[name] = wrap(original);
}

function make(change: SourceChange): void {
  if ('replaceBy' in change) writeFileSync(change.file, change.replaceBy);
  else if ('append' in change) appendFileSync(change.file, change.append);
  else rmSync(change.file);
}
