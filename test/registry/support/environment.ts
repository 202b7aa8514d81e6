import type { TestContext } from 'node:test';
import { temporaryDirectory } from '../../unit/support/temporary-directory.ts';
import type { Files } from '../../unit/support/temporary-directory.ts';

/**
 * The environment of somebody who has configured nothing but these files of the home directory, so that
 * a developer's own logins and mirrors do not count.
 */
export async function cleanEnvironment(
  test: TestContext,
  home: Files = {},
): Promise<Record<string, string>> {
  const HOME = await temporaryDirectory(test, home);
  return { PATH: process.env.PATH ?? '', HOME };
}
