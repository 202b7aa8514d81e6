import path from 'node:path';
import { runProgram } from './program.ts';
import type { ProgramResult } from './program.ts';

const LANTERN = path.resolve(import.meta.dirname, '../../../examples/lantern');

/** Rebases the example component, which needs nothing from elsewhere. */
export function rebaseLantern(out: string): Promise<ProgramResult> {
  return runProgram([
    'rebase',
    path.join(LANTERN, 'component'),
    `--source=operator=${LANTERN}/upstream/bundle`,
    `--source=api=${LANTERN}/upstream/crds`,
    '--no-resolve',
    `--out=${out}`,
  ]);
}
