import { valueAt } from '../manifest/json.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { resourcePath } from './resource.ts';
import type { Resource } from './resource.ts';
import { withRetries } from './retry.ts';

/** The API server ends every watch after some minutes; then the object is read again. */
class WatchEnded extends Error {
  override readonly name = 'WatchEnded';
  readonly code = 'WATCH_ENDED';
}

/**
 * Follows one object by name: tells `see` its state now and after each change (undefined while it does
 * not exist) until `see` returns true or `until` aborts. What cannot be read is told to `onTrouble` and tried
 * again.
 * @throws {ApiError} where the API server refuses to let it be read; the reason of either signal
 */
export async function observe(
  client: Client,
  resource: Resource,
  name: string,
  watcher: { see: (live: unknown) => boolean; onTrouble: (error: Error) => void },
  until: AbortSignal,
): Promise<void> {
  const path = resourcePath(resource);
  const selector = `fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;

  const follow = async (): Promise<void> => {
    const list: unknown = JSON.parse(
      await client.request(
        { method: 'GET', path: `${path}?${selector}` },
        { onRetry: watcher.onTrouble },
      ),
    );
    if (watcher.see(valueAt(list, ['items', 0]))) return;
    const version = String(valueAt(list, ['metadata', 'resourceVersion']));
    const query = `?watch=1&${selector}&resourceVersion=${encodeURIComponent(version)}`;
    for await (const line of client.lines({ method: 'GET', path: path + query }, until)) {
      const { type, object } = JSON.parse(line) as { type: string; object: unknown };
      if (type === 'ERROR') break;
      if (watcher.see(type === 'DELETED' ? undefined : object)) return;
    }
    throw new WatchEnded();
  };

  await withRetries(
    () =>
      follow().catch((error: unknown) => {
        const status = error instanceof ApiError ? error.status : 0;
        // Gone: the version to watch from has expired.
        if (status === 410) throw new WatchEnded();
        // A kind that is not served (yet) has no objects.
        if (status !== 404) throw error;
        if (!watcher.see(undefined)) throw new WatchEnded();
      }),
    {
      signal: AbortSignal.any([client.signal, until]),
      onRetry: (error) => {
        if (!(error instanceof WatchEnded)) watcher.onTrouble(error);
      },
    },
  );
}
