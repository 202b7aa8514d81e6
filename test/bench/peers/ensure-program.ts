import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { cacheDirectory, createAtomically } from '../../cluster/control-plane/cache.ts';
import { buildWithGo } from '../../cluster/control-plane/go.ts';
import type { Progress } from '../../cluster/control-plane/go.ts';

/**
 * What the benchmark builds with Go, each from a module of its own in this folder: kapp and Flux need
 * different versions of the same libraries, and are measured with those that they were released with.
 */
const PACKAGES = {
  measure: '.',
  flux: '.',
  kapp: 'carvel.dev/kapp/cmd/kapp',
};
export type Program = keyof typeof PACKAGES;

/**
 * The path of a program, built now if this is the first time.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function ensureProgram(program: Program, progress: Progress): Promise<string> {
  const module = path.join(import.meta.dirname, program);
  const directory = path.join(cacheDirectory(), 'peers', `${program}-${await digestOf(module)}`);
  if (!existsSync(directory)) {
    await createAtomically(directory, async (building) => {
      const build = {
        module,
        directory: building,
        subject: `The benchmark's ${program}`,
        progress,
      };
      const flags = ['-mod=readonly', '-trimpath', '-v', '-ldflags=-s -w'];
      await buildWithGo(build, `building ${program} from source (minutes, once)`, (run) =>
        run(['build', ...flags, '-o', path.join(building, program), PACKAGES[program]]),
      );
    });
  }
  return path.join(directory, program);
}

/** Of all that the program is built from. */
async function digestOf(module: string): Promise<string> {
  const names = (await readdir(module)).toSorted();
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(path.join(module, name), 'utf8')]),
  );
  return createHash('sha256')
    .update(JSON.stringify([files, process.platform, process.arch]))
    .digest('hex')
    .slice(0, 16);
}
