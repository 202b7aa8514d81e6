import { textAt, valueAt } from '../manifest/json.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { resourcePath } from './resource.ts';
import type { Resource } from './resource.ts';
import { withRetries } from './retry.ts';
import { WatchEnded, watchEvents } from './watch-events.ts';

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
    const version = textAt(list, ['metadata', 'resourceVersion']);
    for await (const { type, object } of watchEvents(client, path, selector, version, until)) {
      if (watcher.see(type === 'DELETED' ? undefined : object)) return;
    }
  };

  await withRetries(
    () =>
      follow().catch((error: unknown) => {
        // A kind that is not served (yet) has no objects.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
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
