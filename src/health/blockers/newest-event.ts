import type { Client } from '../../cluster/client.ts';
import { getJson } from '../../cluster/get-json.ts';
import { textAt, valueAt } from '../../manifest/json.ts';

/** What an event says. */
export type Warning = { reason: string; message: string };

/** The newest Warning about an object, by its UID; undefined where there is none. */
export function newestWarning(events: readonly unknown[]): Warning | undefined {
  const [newest] = events
    .filter((event) => textAt(event, ['type']) === 'Warning')
    .toSorted((a, b) => timeOf(b) - timeOf(a));
  if (newest === undefined) return undefined;
  return { reason: textAt(newest, ['reason']), message: textAt(newest, ['message']) };
}

/** Reads the newest Warning about an object. @throws {ApiError}; the deadline's reason */
export async function readNewestWarning(
  client: Client,
  namespace: string,
  uid: string,
): Promise<Warning | undefined> {
  const selector = encodeURIComponent(`involvedObject.uid=${uid},type=Warning`);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?limit=100&fieldSelector=${selector}`;
  const items = valueAt(await getJson(client, path), ['items']);
  return newestWarning(Array.isArray(items) ? items : []);
}

function timeOf(event: unknown): number {
  const times = [
    ['series', 'lastObservedTime'],
    ['lastTimestamp'],
    ['eventTime'],
    ['metadata', 'creationTimestamp'],
  ].map((place) => textAt(event, place));
  return Date.parse(times.find((time) => time !== '') ?? '') || 0;
}
