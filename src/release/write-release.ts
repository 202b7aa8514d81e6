import { chmod, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { exchange } from './exchange.ts';
import type { ReleaseState } from './release-state.ts';
import {
  STAGING,
  busy,
  createStaging,
  exists,
  remove,
  stagingDirectories,
  writeFiles,
} from './staging.ts';
import type { ReleaseFiles } from './staging.ts';

/**
 * Writes a release, completely or not at all. A new directory is written under another name and
 * renamed; in an existing one the release is exchanged, see {@link exchange}.
 * @param state of what it replaces, which the release was compared with
 * @throws {UserError} `output-busy` where another run has written there since, or does it now
 */
export async function writeRelease(
  directory: string,
  files: ReleaseFiles,
  state: ReleaseState,
): Promise<void> {
  const absolute = path.resolve(directory);
  if (await exists(absolute)) await exchange(absolute, files, state);
  else await create(absolute, files);
}

async function create(directory: string, files: ReleaseFiles): Promise<void> {
  const parent = path.dirname(directory);
  const prefix = `.${path.basename(directory)}${STAGING}`;
  await mkdir(parent, { recursive: true });
  const { leftovers } = await stagingDirectories(parent, prefix);
  for (const leftover of leftovers) await remove(leftover);
  const staging = await createStaging(parent, prefix);
  try {
    await writeFiles(staging, files);
    // mkdtemp makes private directories; a release is for others to read.
    await chmod(staging, 0o755);
    await rename(staging, directory).catch((error: NodeJS.ErrnoException) => {
      // Another run was faster.
      if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') throw busy([]);
      throw error;
    });
  } catch (error) {
    await remove(staging);
    throw error;
  }
}
