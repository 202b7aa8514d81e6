import { lstat } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { ARCHITECTURES } from '../architectures.ts';
import type { Architecture } from '../architectures.ts';
import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { RegistryOptions } from '../registry/skopeo.ts';
import { IMAGE_LIST, directoryOf, embeddedImages } from '../release/embedded-images.ts';
import type { EmbeddedImage } from '../release/embedded-images.ts';
import type { Lock } from '../release/lock.ts';
import { platformMissing } from './embed-problems.ts';
import { fetchImage } from './fetch-image.ts';
import { findImage } from './find-image.ts';
import { formatImageList, parseImageList } from './image-list.ts';
import { busy, removeLeftovers, withStaging } from './staging.ts';
import { checkTarget, makeReadable, readImageList, writeImageList } from './target.ts';

/** How many images are looked at or copied at once. */
const CONCURRENCY = 2;

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

  await withStaging(store, async (staging, signal) => {
    if ((await readImageList(store)) !== list) throw busy(store);
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

/** A few at once; the first error counts when all have ended, so that none works on behind it. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(CONCURRENCY);
  const settled = await Promise.allSettled(items.map((item) => limit(() => work(item))));
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
