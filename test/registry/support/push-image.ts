import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import type { TestImage } from '../../unit/support/oci-image.ts';
import { CREDENTIALS } from './registry.ts';
import type { TestRegistry } from './registry.ts';

/**
 * Puts an image and everything below it into a registry, byte by byte as it is: by the registry's own
 * API, since skopeo refuses what is to be tested (nested indexes, odd media types).
 * @returns the digest of what the tag now names
 */
export async function pushImage(
  registry: TestRegistry,
  name: string,
  tag: string,
  image: TestImage,
): Promise<string> {
  const { authority, host } = registry;
  const ca = authority === undefined ? undefined : await readFile(authority, 'utf8');
  const dispatcher = new Agent(ca === undefined ? {} : { connect: { ca } });
  const base = `${ca === undefined ? 'http' : 'https'}://${host}/v2/${name}`;
  const { user, password } = CREDENTIALS;
  const token = Buffer.from(`${user}:${password}`).toString('base64');
  const headers = registry.auth ? { authorization: `Basic ${token}` } : {};
  const put = async (url: string | URL, type: string, body: Buffer): Promise<void> => {
    const answer = await request(url, {
      method: 'PUT',
      body,
      headers: { ...headers, 'content-type': type },
      dispatcher,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 201) {
      throw new Error(`the registry answered ${answer.statusCode} to ${String(url)}: ${text}`);
    }
  };
  try {
    for (const [digest, bytes] of image.blobs) {
      const upload = await request(`${base}/blobs/uploads/`, {
        method: 'POST',
        headers,
        dispatcher,
      });
      await upload.body.dump();
      const location = new URL(String(upload.headers.location), base);
      location.searchParams.set('digest', digest);
      await put(location, 'application/octet-stream', bytes);
    }
    for (const { mediaType, digest, bytes } of image.manifests) {
      await put(`${base}/manifests/${digest}`, mediaType, bytes);
    }
    const root = image.manifests.at(-1);
    if (root === undefined) throw new Error('the image has no manifest');
    await put(`${base}/manifests/${tag}`, root.mediaType, root.bytes);
    return root.digest;
  } finally {
    await dispatcher.close();
  }
}
