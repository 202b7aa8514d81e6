import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { ARCHITECTURES } from '../architectures.ts';
import type { Architecture } from '../architectures.ts';
import { inputError, throwIfAny } from '../errors.ts';
import type { Problem, UserError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { copyImage } from '../registry/copy-image.ts';
import { RegistryError } from '../registry/registry-failure.ts';
import type { RegistryOptions } from '../registry/skopeo.ts';
import { IMAGE_LIST, directoryOf, embeddedImages } from '../release/embedded-images.ts';
import type { EmbeddedImage } from '../release/embedded-images.ts';
import type { Lock } from '../release/lock.ts';
import { stagingDirectories } from '../release/staging.ts';
import { withPrivateDirectory } from '../source/private-directory.ts';
import { checkCopy } from './check-copy.ts';
import { copyBroken, platformMissing, registryProblem } from './embed-problems.ts';
import { findImage } from './find-image.ts';
import type { Found } from './find-image.ts';
import { formatImageList, parseImageList } from './image-list.ts';
import {
  checkTarget,
  makeDirectories,
  makeReadable,
  readImageList,
  writeImageList,
} from './target.ts';

/** How the names of directories begin in which images are put together. */
const STAGING = '.embed-';
const CONCURRENCY = 2;
/** A copy also has the manifest, signatures, and the version of its form. */
const BESIDES = 8 * 2 ** 20;

export type EmbedOptions = {
  architecture: Architecture;
  registry: RegistryOptions;
  progress: Progress;
};

/**
 * Copies the images that a device needs into a directory, as MicroShift does it for its own
 * (packaging/imagemode): each with everything that its reference names, in the form of skopeo's `dir:`
 * transport, and a list of them. An image appears by one rename, once it has been checked; the list,
 * which is what a device reads, is written last, and never names an image that is not whole. Other images
 * there stay, also in the list.
 * @param to the directory; what is right there already is not fetched again
 * @returns the images, sorted by reference
 * @throws {UserError} `embed-target-invalid`, `image-list-invalid`, `image-platform-missing`,
 *   `image-index-nested` and what a registry answers, all at once and with nothing written;
 *   `embed-busy`, `embed-copy-broken`, and what goes wrong while copying
 */
export async function embedImages(
  images: Lock['images'],
  to: string,
  { architecture, registry, progress }: EmbedOptions,
): Promise<EmbeddedImage[]> {
  const store = await checkTarget(to);
  const wanted = embeddedImages(images, architecture);
  const list = await readImageList(store);
  const listed = parseImageList(list, path.join(store, IMAGE_LIST));
  const others = listed.references.filter(
    (reference) => !wanted.some((image) => image.reference === reference),
  );
  const known = knownMissing(wanted, images, architecture);
  const found = await inTurn(
    wanted.filter((image) => !known.has(image)),
    (image) => findImage(image, store, architecture, registry),
  );
  throwIfAny([
    ...listed.problems,
    ...(await absentOthers(store, others)),
    ...known.values(),
    ...found.flatMap((each) => (each.todo === 'refuse' ? [each.problem] : [])),
  ]);

  const complete = [...others, ...wanted.map(({ reference }) => reference)];
  const toFetch = found.filter((each) => each.todo === 'fetch');
  const kept = found.filter((each) => each.todo === 'nothing');
  for (const { image } of kept) {
    progress.line(`${image.reference} is there`);
    await makeReadable(path.join(store, image.directory));
  }
  if (toFetch.length === 0 && list === formatImageList(complete)) {
    if (list !== '') await removeLeftovers(store);
    return wanted;
  }

  await makeDirectories(store);
  await removeLeftovers(store);
  const prefix = path.join(store, `${STAGING}${process.pid}-`);
  await withPrivateDirectory(prefix, async (staging, signal) => {
    // Afterwards: of two runs that begin at once, each sees the other.
    await refuseRunning(store);
    if ((await readImageList(store)) !== list) throw busy(store, []);
    // Before anything in its place is exchanged.
    const broken = new Set(toFetch.map(({ image }) => image.reference));
    const stillListed = listed.references.filter((reference) => !broken.has(reference));
    if (stillListed.length < listed.references.length) {
      await writeImageList(store, stillListed, staging);
    }
    const problems = await inTurn(toFetch, (each) =>
      fetchImage(each, { store, staging }, { ...registry, signal }, progress),
    );
    throwIfAny(problems.flat());
    await writeImageList(store, complete, staging);
  });
  return wanted;
}

/** The images of which the lock already tells that they are not made for the architecture. */
function knownMissing(
  wanted: readonly EmbeddedImage[],
  images: Lock['images'],
  architecture: Architecture,
): Map<EmbeddedImage, Problem> {
  const missing = new Map<EmbeddedImage, Problem>();
  for (const image of wanted) {
    const platforms = images[image.keys[0] ?? '']?.platforms ?? {};
    const there = ARCHITECTURES.filter((each) => platforms[each] !== undefined);
    if (there.length > 0 && !there.includes(architecture)) {
      missing.set(image, platformMissing(image, architecture, there));
    }
  }
  return missing;
}

/** What others have listed and is not there: a device that reads this would not start MicroShift. */
async function absentOthers(store: string, references: readonly string[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const reference of references) {
    const manifest = path.join(store, directoryOf(reference), 'manifest.json');
    if (await isFile(manifest)) continue;
    problems.push({
      code: 'image-list-invalid',
      message: `lists ${reference}, which is not there`,
      hint: `embed that image again, or delete its line`,
      at: { file: path.join(store, IMAGE_LIST) },
    });
  }
  return problems;
}

async function isFile(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Copies an image beside its place, checks it, and puts it there; answers what went wrong. */
async function fetchImage(
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

/** A few at once; the first error counts when all have ended, so that none works on behind it. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(CONCURRENCY);
  const settled = await Promise.allSettled(items.map((item) => limit(() => work(item))));
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

/** Takes away what killed runs have left. */
async function removeLeftovers(store: string): Promise<void> {
  const { leftovers } = await stagingDirectories(store, STAGING);
  for (const leftover of leftovers) {
    // A skopeo that has outlived its run may still write there.
    await rm(leftover, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function refuseRunning(store: string): Promise<void> {
  const { running } = await stagingDirectories(store, STAGING);
  if (running.length > 0) throw busy(store, running);
}

function busy(store: string, running: readonly string[]): UserError {
  const orphans = running.length === 0 ? '' : `; if none runs, delete ${running.join(', ')}`;
  return inputError({
    code: 'embed-busy',
    message: 'another embed writes there at this time',
    hint: `wait until it has ended, and run this again${orphans}`,
    at: { file: store },
  });
}
