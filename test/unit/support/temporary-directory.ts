import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';

/** Files by their path in a directory. */
export type Files = Record<string, string | Buffer>;

/** A directory that holds `files` and is gone after the test. */
export async function temporaryDirectory(test: TestContext, files: Files = {}): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-'));
  test.after(() => rm(directory, { recursive: true, force: true }));
  await writeFiles(directory, files);
  return directory;
}

export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(directory, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
