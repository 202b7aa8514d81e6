import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { copyImage } from '../registry/copy-image.ts';
import { RegistryError } from '../registry/registry-failure.ts';
import type { RegistryOptions } from '../registry/skopeo.ts';
import { checkCopy } from './check-copy.ts';
import { copyBroken, registryProblem } from './embed-problems.ts';
import type { Found } from './find-image.ts';
import { makeReadable } from './target.ts';

/** A copy also has the manifest, signatures, and the version of its form. */
const BESIDES = 8 * 2 ** 20;

/** Copies an image beside its place, checks it, and puts it there; answers what went wrong. */
export async function fetchImage(
  { image, reference, registry, bytes, there }: Extract<Found, { todo: 'fetch' }>,
  { store, staging }: { store: string; staging: string },
  options: RegistryOptions,
  progress: Progress,
): Promise<Problem[]> {
  const why = there.state === 'broken' ? `, since what is there ${there.why}` : '';
  progress.line(`copying ${image.reference}, ${(bytes / 2 ** 20).toFixed(1)} MiB${why}`);
  const copy = path.join(staging, image.directory);
  await mkdir(copy);
  try {
    const target = { to: copy, limit: bytes + BESIDES };
    await copyImage(reference, registry, 'all', target, options);
  } catch (error) {
    if (error instanceof RegistryError) return [registryProblem(image, error.failure)];
    throw error;
  }
  const copied = await checkCopy(copy, registry.digest);
  if (copied.state !== 'whole') {
    return [copyBroken(image, copied.state === 'broken' ? copied.why : 'is not there')];
  }
  await makeReadable(copy);
  const place = path.join(store, image.directory);
  if (there.state === 'broken') await rename(place, path.join(staging, `old-${image.directory}`));
  await rename(copy, place);
  return [];
}
