import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';

/** Programs that tests of registries, image builders' files and pages run: their names, and where they come from. */
const PROGRAMS = {
  skopeo: { names: ['skopeo'], install: 'apt-get install skopeo, or dnf install skopeo' },
  'docker-registry': {
    // Fedora's is named otherwise.
    names: ['docker-registry', 'registry'],
    install: 'apt-get install docker-registry, or dnf install docker-distribution',
  },
  python3: { names: ['python3'], install: 'version 3.11 or newer, which has tomllib' },
  shellcheck: {
    names: ['shellcheck'],
    install: 'apt-get install shellcheck, or dnf install ShellCheck',
  },
  chromium: {
    names: ['chromium', 'chromium-browser'],
    install: 'apt-get install chromium, or dnf install chromium',
  },
} as const;

/** The path of a program; fails where it is not installed, since its tests must not go unseen. */
export async function requireProgram(program: keyof typeof PROGRAMS): Promise<string> {
  const { names, install } = PROGRAMS[program];
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((each) => each !== '');
  for (const file of names.flatMap((name) => directories.map((each) => path.join(each, name)))) {
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  throw new Error(`these tests need ${names.join(' or ')}: ${install}`);
}
