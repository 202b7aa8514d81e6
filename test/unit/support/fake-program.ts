import { chmod } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryDirectory } from './temporary-directory.ts';

/** A directory that holds nothing but a program of this name, which is a shell script. */
export async function fakeProgram(
  test: TestContext,
  name: string,
  script: string,
): Promise<string> {
  const directory = await temporaryDirectory(test, { [name]: `#!/bin/sh\n${script}\n` });
  await chmod(path.join(directory, name), 0o755);
  return directory;
}
