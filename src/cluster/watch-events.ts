import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

/** A watch is over, and what happens from now on is not seen; its code makes it transient. */
export class WatchEnded extends Error {
  override readonly name = 'WatchEnded';
  readonly code = 'WATCH_ENDED';
}

export type WatchEvent = { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: unknown };

/**
 * The changes of a resource from `version` on. The API server ends every watch after some minutes, and
 * at once where the version has expired (410 Gone, as an answer or as an event), so the events never
 * just stop.
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
  const query = `?watch=1${selected}&resourceVersion=${encodeURIComponent(version)}`;
  const asked = accept === undefined ? {} : { accept };
  const request = { method: 'GET', path: path + query, ...asked } as const;
  try {
    for await (const line of client.lines(request, until)) {
      const event = JSON.parse(line) as WatchEvent | { type: 'ERROR' };
      if (event.type === 'ERROR') break;
      yield event;
    }
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 410)) throw error;
  }
  throw new WatchEnded();
}
