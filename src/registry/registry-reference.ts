import { parseImageReference } from '../manifest/image-reference.ts';
import type { ImageReference } from '../manifest/image-reference.ts';

/** An image at a registry. */
export type RegistryReference = ImageReference & {
  /** As registries are named in auth files: `quay.io`, `127.0.0.1:5000`; `docker.io` where none is. */
  host: string;
};

/** Takes a reference apart for asking its registry; undefined if it is none. */
export function parseRegistryReference(text: string): RegistryReference | undefined {
  const parsed = parseImageReference(text);
  if (parsed === undefined) return undefined;
  const [first = '', ...rest] = parsed.repository.split('/');
  // What distribution/reference takes for a host.
  const isHost = rest.length > 0 && (/[.:A-Z]/.test(first) || first === 'localhost');
  return { ...parsed, host: isHost ? first : 'docker.io' };
}

/**
 * How skopeo names the image, or another of its repository by digest. Where a reference has both a tag
 * and a digest, the digest alone counts; skopeo does not take both.
 */
export function transportName(
  { repository, tag, digest }: RegistryReference,
  child: string | undefined = digest,
): string {
  const name = child === undefined ? `:${tag ?? 'latest'}` : `@${child}`;
  return `docker://${repository}${name}`;
}

/** Whether a host is this machine's loopback, whose registries may be read without TLS, as Docker does. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3})(?::\d+)?$/.test(host);
}
