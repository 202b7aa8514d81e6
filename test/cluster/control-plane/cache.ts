import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Where everything lies that is built once on a machine. */
export function cacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return process.env.MICROSHIFT_OPTIONAL_CACHE || join(base, 'microshift-optional');
}

/**
 * Fills a sibling and renames it: a killed build leaves nothing that looks finished, and of two that
 * run at once the first one to finish wins.
 */
export async function createAtomically(
  directory: string,
  fill: (building: string) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  await removeAbandoned(directory);
  const building = await mkdtemp(`${directory}.building-`);
  const remove = () => rmSync(building, { recursive: true, force: true });
  // A signal's default is to end without `exit`.
  const leave = () => process.exit(1);
  process.once('exit', remove).once('SIGINT', leave).once('SIGTERM', leave);
  try {
    await fill(building);
    await rename(building, directory).catch((error: unknown) => {
      if (!existsSync(directory)) throw error;
    });
  } finally {
    process.off('exit', remove).off('SIGINT', leave).off('SIGTERM', leave);
    remove();
  }
}

const ABANDONED_AFTER_MS = 3 * 60 * 60 * 1000;

/** A build ended by SIGKILL leaves a few hundred megabytes behind. */
async function removeAbandoned(directory: string): Promise<void> {
  const parent = dirname(directory);
  const siblings = (await readdir(parent))
    .filter((name) => name.startsWith(`${basename(directory)}.building-`))
    .map((name) => join(parent, name));
  await Promise.all(
    siblings.map(async (sibling) => {
      const { mtimeMs } = await stat(sibling).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < Date.now() - ABANDONED_AFTER_MS) {
        await rm(sibling, { recursive: true, force: true });
      }
    }),
  );
}
