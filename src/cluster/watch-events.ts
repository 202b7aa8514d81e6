import { isJsonObject } from '../manifest/json.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

/** A watch is over, and what happens from now on is not seen; its code makes it transient. */
export class WatchEnded extends Error {
  override readonly name = 'WatchEnded';
  readonly code = 'WATCH_ENDED';
}

export type WatchEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: unknown };

// A watch can die without a word, and then looks like one on which nothing happens. So none lasts long:
// who waits reads again what it waits for.
const WATCH_SECONDS = 10;
// The API server ends it. Where nothing comes from there any longer, it is ended here.
const GRACE_SECONDS = 2;

/**
 * The changes of a resource from `version` on, for some seconds. The API server ends a watch at once
 * where the version has expired (410 Gone, as an answer or as an event), so the events never just stop.
 * @param path of the resource
 * @param selector a part of the query that selects among its objects, `''` for all
 * @param accept in which form the objects are wanted, if not in their own
 * @throws {WatchEnded} at its end; {ApiError} where the API server refuses it; the network's error
 */
export async function* watchEvents(
  client: Client,
  path: string,
  selector: string,
  version: string,
  until: AbortSignal,
  accept?: string,
): AsyncGenerator<WatchEvent> {
  const selected = selector === '' ? '' : `&${selector}`;
  const from = `resourceVersion=${encodeURIComponent(version)}&timeoutSeconds=${WATCH_SECONDS}`;
  const asked = accept === undefined ? {} : { accept };
  const request = {
    method: 'GET',
    path: `${path}?watch=1${selected}&${from}`,
    ...asked,
  } as const;
  const limit = AbortSignal.timeout((WATCH_SECONDS + GRACE_SECONDS) * 1000);
  try {
    for await (const line of client.lines(request, AbortSignal.any([until, limit]))) {
      const event = parseEvent(line);
      if (event === undefined) break;
      yield event;
    }
  } catch (error) {
    const isOver = limit.aborted || (error instanceof ApiError && error.status === 410);
    if (!isOver) throw error;
  }
  throw new WatchEnded();
}

/** Undefined for what says that the watch is over, and for what is no event at all. */
function parseEvent(line: string): WatchEvent | undefined {
  try {
    const event: unknown = JSON.parse(line);
    const isEvent = isJsonObject(event) && event.type !== 'ERROR' && isJsonObject(event.object);
    return isEvent ? (event as WatchEvent) : undefined;
  } catch {
    return undefined;
  }
}
