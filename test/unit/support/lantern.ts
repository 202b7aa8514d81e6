import path from 'node:path';
import { rebase } from '../../../src/commands/rebase.ts';
import type { RebaseOptions, RebaseResult } from '../../../src/commands/rebase.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The project's own miniature upstream. */
export const LANTERN = path.join(ROOT, 'examples/lantern');
/** What a rebase of it writes. */
export const GOLDEN = path.join(ROOT, 'test/fixtures/golden/lantern');

/** What a test may ask of a rebase of the lantern; by default nothing special. */
export type LanternOptions = Partial<
  Pick<RebaseOptions, 'componentDirectory' | 'images' | 'accept' | 'check' | 'resolveImages'>
>;

/** Rebases a copy of the lantern into `out`; the program's version is always the same. */
export async function rebaseLantern(
  example: string,
  out: string,
  options: LanternOptions = {},
): Promise<RebaseResult> {
  return rebase({
    componentDirectory: path.join(example, 'component'),
    sources: new Map([
      ['operator', path.join(example, 'upstream/bundle')],
      ['api', path.join(example, 'upstream/crds')],
    ]),
    images: new Map(),
    accept: [],
    check: false,
    resolveImages: undefined,
    out,
    program: { version: '0.0.0', commit: 'golden' },
    ...options,
  });
}
