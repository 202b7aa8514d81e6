import path from 'node:path';
import { formatImages } from '../../../../src/release/format-images.ts';
import { readLock } from '../../../../src/release/lock.ts';
import type { Lock } from '../../../../src/release/lock.ts';
import { GOLDEN } from '../../support/lantern.ts';

/** What image builders get of the example. */
export const GOLDEN_FORMATS = path.join(GOLDEN, '../image-formats');

const FILES = {
  'lantern.toml': 'blueprint',
  Containerfile: 'containerfile',
  'lantern.ks': 'kickstart',
} as const;

/** The example's lock, one of whose images has one of its own for each architecture. */
export async function lanternLock(): Promise<Lock> {
  const lock = await readLock(GOLDEN);
  const { manager } = lock.images;
  if (manager === undefined) throw new Error('the example has no image manager');
  const own = (digit: string): string =>
    `registry.example.com/lantern/operator@sha256:${digit.repeat(64)}`;
  return {
    ...lock,
    images: {
      ...lock.images,
      manager: { ...manager, platforms: { x86_64: own('1'), aarch64: own('2') } },
    },
  };
}

/** The files of {@link GOLDEN_FORMATS} as they are now, by name. */
export async function lanternFormats(): Promise<Record<string, string>> {
  const lock = await lanternLock();
  const files = Object.entries(FILES).flatMap(([name, format]) => [
    [name, formatImages(lock, format, undefined)],
    [`aarch64/${name}`, formatImages(lock, format, 'aarch64')],
  ]);
  return Object.fromEntries(files) as Record<string, string>;
}
