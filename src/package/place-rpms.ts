import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import { packageOfRpm } from './rpm-file-name.ts';

const STAGING = '.rpm-';

/**
 * Puts finished RPMs into a directory, and takes away those of the same packages that were there.
 * They are copied beside their place first, since a copy may fail halfway, and renamed then; the old
 * ones go last. Other files stay. Answers the new paths, sorted.
 * @throws {UserError} `output-in-use` where the directory is a file
 */
export async function placeRpms(rpms: readonly string[], directory: string): Promise<string[]> {
  await makeDirectory(directory);
  const before = await readdir(directory);
  for (const leftover of before.filter((name) => name.startsWith(STAGING))) {
    await remove(path.join(directory, leftover));
  }
  const staging = await mkdtemp(path.join(directory, STAGING));
  try {
    const names = rpms.map((file) => path.basename(file)).toSorted();
    for (const file of rpms) await copyFile(file, path.join(staging, path.basename(file)));
    for (const name of names) await rename(path.join(staging, name), path.join(directory, name));
    const packages = new Set(names.map(packageOfRpm));
    for (const name of before) {
      const ofPackage = packageOfRpm(name);
      const isOld = ofPackage !== undefined && packages.has(ofPackage) && !names.includes(name);
      if (isOld) await remove(path.join(directory, name));
    }
    return names.map((name) => path.join(directory, name));
  } finally {
    await remove(staging);
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw inputError(
      {
        code: 'output-in-use',
        message: 'is not a directory',
        hint: 'the packages are to be written into a directory of this name: move the file away',
        at: { file: directory },
      },
      { cause: error },
    );
  }
}

async function remove(file: string): Promise<void> {
  await rm(file, { recursive: true, force: true });
}
