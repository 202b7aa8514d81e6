import type { SourceFiles } from '../../../src/source/source-files.ts';
import type { Files } from './temporary-directory.ts';

/** A source in memory; a text alone is a source of a single file. */
export function sourceOf(files: Files | string, ref = 'src'): SourceFiles {
  const entries = typeof files === 'string' ? [['', files] as const] : Object.entries(files);
  return {
    ref,
    files: entries
      .map(([path, content]) => ({ path, bytes: Buffer.from(content) }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
