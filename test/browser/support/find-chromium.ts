import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

// Debian's name, and Fedora's.
const NAMES = ['chromium', 'chromium-browser'];

const INSTALL = 'these tests need Chromium: apt-get install chromium, or dnf install chromium';

/**
 * The path of Chromium. Without it, tests are to be skipped with the reason that is given; in CI, where that would go
 * unseen, they fail.
 */
export async function findChromium(): Promise<{ program: string; skip: false | string }> {
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((each) => each !== '');
  for (const program of NAMES.flatMap((name) => directories.map((each) => path.join(each, name)))) {
    const found = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return { program, skip: false };
  }
  if (process.env.CI === 'true') throw new Error(INSTALL);
  return { program: '', skip: INSTALL };
}
