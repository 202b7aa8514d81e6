import { listAt, textAt } from '../manifest/json.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { METADATA, METADATA_LIST } from './get-json.ts';
import { resourcePath } from './resource.ts';
import type { Resource } from './resource.ts';
import { withRetries } from './retry.ts';
import { WatchEnded, watchEvents } from './watch-events.ts';

type Form = 'whole' | 'metadata';

/**
 * Follows one object by name: tells `see` its state now and after each change (undefined while it does
 * not exist) until `see` returns true or `until` aborts. What cannot be read is told to `onTrouble` and tried
 * again.
 * @param form whether all of the object is told, or its metadata alone
 * @throws {ApiError} where the API server refuses to let it be read; the reason of either signal
 */
export async function observe(
  client: Client,
  resource: Resource,
  name: string,
  watcher: { see: (live: unknown) => boolean; onTrouble: (error: Error) => void },
  until: AbortSignal,
  form: Form = 'whole',
): Promise<void> {
  const selector = `fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
  const { see, onTrouble } = watcher;
  const seeOnly = ([live]: readonly unknown[]): boolean => see(live);
  await observeSelected(client, resource, selector, { see: seeOnly, onTrouble }, until, form);
}

/**
 * Follows the objects that a selector selects, as {@link observe} follows one: tells `see` all of them, now and
 * after each change. They are kept in memory, so there should be few.
 * @param selector a part of the query: `labelSelector=…`, encoded; `''` for all of the resource
 */
export async function observeSelected(
  client: Client,
  resource: Resource,
  selector: string,
  watcher: { see: (live: readonly unknown[]) => boolean; onTrouble: (error: Error) => void },
  until: AbortSignal,
  form: Form = 'whole',
): Promise<void> {
  const asked = form === 'whole' ? {} : { accept: METADATA_LIST };
  const path = resourcePath(resource);

  const follow = async (): Promise<void> => {
    const list: unknown = JSON.parse(
      await client.request(
        { method: 'GET', path: selector === '' ? path : `${path}?${selector}`, ...asked },
        { onRetry: watcher.onTrouble },
      ),
    );
    const objects = new Map(listAt(list, ['items']).map((live) => [placeOf(live), live]));
    if (watcher.see([...objects.values()])) return;
    const version = textAt(list, ['metadata', 'resourceVersion']);
    const accept = form === 'whole' ? undefined : METADATA;
    const events = watchEvents(client, path, selector, version, until, accept);
    for await (const { type, object } of events) {
      if (type === 'DELETED') objects.delete(placeOf(object));
      else objects.set(placeOf(object), object);
      if (watcher.see([...objects.values()])) return;
    }
  };

  await withRetries(
    () =>
      follow().catch((error: unknown) => {
        // A kind that is not served (yet) has no objects.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
        if (!watcher.see([])) throw new WatchEnded();
      }),
    {
      signal: AbortSignal.any([client.signal, until]),
      onRetry: (error) => {
        if (!(error instanceof WatchEnded)) watcher.onTrouble(error);
      },
    },
  );
}

function placeOf(live: unknown): string {
  return `${textAt(live, ['metadata', 'namespace'])}/${textAt(live, ['metadata', 'name'])}`;
}
