import { releaseState } from '../../../../src/release/release-state.ts';
import type { ReleaseFiles } from '../../../../src/release/staging.ts';
import { writeRelease } from '../../../../src/release/write-release.ts';

/** Writes a release in place of what the directory holds now. */
export async function replaceRelease(directory: string, files: ReleaseFiles): Promise<void> {
  await writeRelease(directory, files, await releaseState(directory));
}
