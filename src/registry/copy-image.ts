import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PlatformImage } from './platforms.ts';
import type { RegistryImage } from './read-manifest.ts';
import { RegistryError } from './registry-failure.ts';
import { transportName } from './registry-reference.ts';
import type { RegistryReference } from './registry-reference.ts';
import { runSkopeo } from './skopeo.ts';
import type { RegistryOptions } from './skopeo.ts';

const MINUTE = 60_000;
/** What the slowest line that is waited for brings: 7.5 MiB a minute. */
const BYTES_A_MINUTE = 7.5 * 2 ** 20;
const WATCH_INTERVAL = 200;

/**
 * Copies an image of a registry as it is, in the form of skopeo's `dir:` transport: `manifest.json`, and
 * every other content under the hexadecimal digits of its digest. (An `oci:` layout cannot hold what has
 * Docker's media types, and skopeo would convert it.) Nothing of it has been checked then.
 *
 * A tag is given to skopeo as it is, and not the digest that it stood for: a signature policy may ask
 * for the name. The caller has to compare the digests.
 * @param chosen which of an index's images; all of them keep the index
 * @param to an empty directory
 * @param limit how many bytes the copy may have
 * @throws {RegistryError}
 */
export async function copyImage(
  reference: RegistryReference,
  image: Pick<RegistryImage, 'manifest'>,
  chosen: PlatformImage | 'all',
  { to, limit }: { to: string; limit: number },
  options: RegistryOptions,
): Promise<void> {
  const { source, before, args } =
    chosen === 'all'
      ? { source: transportName(reference), before: [], args: ['--all'] }
      : oneImage(reference, image, chosen);
  const tooLarge = watchSize(to, limit);
  const signals = [tooLarge.signal, options.signal].filter((signal) => signal !== undefined);
  try {
    await runSkopeo(
      {
        host: reference.host,
        before: ['--tmpdir', to, ...before],
        command: 'copy',
        args: ['--quiet', '--preserve-digests', ...args, source, `dir:${to}`],
      },
      {
        timeout: timeFor(limit),
        ...options,
        signal: AbortSignal.any(signals),
      },
    );
  } finally {
    tooLarge.end();
  }
}

/** How many milliseconds a copy of so many bytes may take: ten minutes at least, and a day at most. */
function timeFor(bytes: number): number {
  return Math.min(10 + Math.ceil(bytes / BYTES_A_MINUTE), 24 * 60) * MINUTE;
}

function oneImage(
  reference: RegistryReference,
  { manifest }: Pick<RegistryImage, 'manifest'>,
  { os, architecture, digest }: PlatformImage,
): { source: string; before: string[]; args: string[] } {
  // Skopeo chooses from an index by platform, but knows no index within an index.
  const isListed =
    manifest.kind === 'index' && manifest.manifests.some((each) => each.digest === digest);
  const byName = reference.digest === undefined && (isListed || manifest.kind === 'image');
  return {
    source: byName ? transportName(reference) : transportName(reference, digest),
    before: isListed ? ['--override-os', os, '--override-arch', architecture] : [],
    args: [],
  };
}

/** A signal that aborts once the files of a directory have more bytes than they may. */
function watchSize(directory: string, limit: number): { signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const timer = setInterval(() => {
    void sizeOf(directory).then((bytes) => {
      if (bytes > limit) controller.abort(largerThanSaid(limit));
    });
  }, WATCH_INTERVAL);
  return {
    signal: controller.signal,
    end: () => {
      clearInterval(timer);
    },
  };
}

async function sizeOf(directory: string): Promise<number> {
  const files = await readdir(directory).catch(() => []);
  const sizes = await Promise.all(
    files.map((file) =>
      stat(path.join(directory, file)).then(
        ({ size }) => size,
        // Renamed meanwhile.
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function largerThanSaid(limit: number): RegistryError {
  return new RegistryError({
    failure: 'invalid',
    message: `the registry sends more than the ${limit} bytes that the image's manifest announces`,
    hint: 'check what answers under this name',
  });
}
