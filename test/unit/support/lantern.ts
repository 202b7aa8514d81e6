import path from 'node:path';
import { rebase } from '../../../src/commands/rebase.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The project's own miniature upstream. */
export const LANTERN = path.join(ROOT, 'examples/lantern');
/** What a rebase of it writes. */
export const GOLDEN = path.join(ROOT, 'test/fixtures/golden/lantern');

/** Rebases a copy of the lantern into `out`; the program's version is always the same. */
export async function rebaseLantern(example: string, out: string): Promise<string> {
  return rebase({
    componentDirectory: path.join(example, 'component'),
    sources: new Map([
      ['operator', path.join(example, 'upstream/bundle')],
      ['api', path.join(example, 'upstream/crds')],
    ]),
    images: new Map(),
    out,
    program: { version: '0.0.0', commit: 'golden' },
  });
}
