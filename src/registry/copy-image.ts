import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PlatformImage } from './platforms.ts';
import type { RegistryImage } from './read-manifest.ts';
import { RegistryError } from './registry-failure.ts';
import { transportName } from './registry-reference.ts';
import type { RegistryReference } from './registry-reference.ts';
import { runSkopeo } from './skopeo.ts';
import type { RegistryOptions } from './skopeo.ts';

const COPY_TIMEOUT = 10 * 60_000;
const WATCH_INTERVAL = 200;

/**
 * Copies one image of a registry as it is, in the form of skopeo's `dir:` transport: `manifest.json`, and
 * every other content under the hexadecimal digits of its digest. (An `oci:` layout cannot hold what has
 * Docker's media types, and skopeo would convert it.) Nothing of it has been checked then.
 *
 * A tag is given to skopeo as it is, and not the digest that it stood for: a signature policy may ask
 * for the name. The caller has to compare the digests.
 * @param to an empty directory
 * @param limit how many bytes the copy may have
 * @throws {RegistryError}
 */
export async function copyImage(
  reference: RegistryReference,
  { manifest }: RegistryImage,
  chosen: PlatformImage,
  { to, limit }: { to: string; limit: number },
  options: RegistryOptions,
): Promise<void> {
  // Skopeo chooses from an index by platform, but knows no index within an index.
  const isListed =
    manifest.kind === 'index' && manifest.manifests.some(({ digest }) => digest === chosen.digest);
  const byName = reference.digest === undefined && (isListed || manifest.kind === 'image');
  const platform = ['--override-os', chosen.os, '--override-arch', chosen.architecture];
  const source = byName ? transportName(reference) : transportName(reference, chosen.digest);
  const tooLarge = watchSize(to, limit);
  const signals = [tooLarge.signal, options.signal].filter((signal) => signal !== undefined);
  try {
    await runSkopeo(
      {
        host: reference.host,
        before: ['--tmpdir', to, ...(isListed ? platform : [])],
        command: 'copy',
        args: ['--quiet', '--preserve-digests', source, `dir:${to}`],
      },
      { timeout: COPY_TIMEOUT, ...options, signal: AbortSignal.any(signals) },
    );
  } finally {
    tooLarge.end();
  }
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
