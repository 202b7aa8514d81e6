import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { brotliDecompressSync } from 'node:zlib';
import type * as wholeProgram from './whole-program.ts';

/** What begins the line of the built file that holds the whole program. */
export const PACKED_MARKER = '//# packed-program=';

// scripts/build.ts sets it.
declare const BUILD_IS_PACKED: boolean | undefined;

/**
 * The whole program, which the built file carries compressed in its last line; undefined where there is
 * nothing to unpack, since all of the program is loaded: in a run from the sources, and in the whole
 * program itself.
 *
 * The code for packaging is six times as large as the code for devices. If Node had to read all of it, a
 * warm boot would take 80 ms and 30 MB more (docs/benchmarks.md).
 */
export function unpackProgram(): typeof wholeProgram | undefined {
  if (typeof BUILD_IS_PACKED === 'undefined' || !BUILD_IS_PACKED) return undefined;
  const file = fileURLToPath(import.meta.url);
  const text = readFileSync(file, 'latin1');
  const packed = text.slice(text.lastIndexOf(PACKED_MARKER) + PACKED_MARKER.length);
  const code = brotliDecompressSync(Buffer.from(packed, 'base64')).toString();
  const module = { exports: {} };
  const run = compileFunction(code, ['module', 'require', 'BUNDLE_URL'], { filename: file });
  run(module, createRequire(import.meta.url), import.meta.url);
  return module.exports as typeof wholeProgram;
}
