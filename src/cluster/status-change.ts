import { listAt, textAt } from '../manifest/json.ts';

/**
 * When the status of a live object last changed, in milliseconds since 1970: the API server notes it for whoever
 * wrote it (https://kubernetes.io/docs/reference/using-api/server-side-apply/#managedfields). Undefined where nothing
 * has been written.
 */
export function lastStatusChange(live: unknown): number | undefined {
  const times = listAt(live, ['metadata', 'managedFields'])
    .filter((entry) => textAt(entry, ['subresource']) === 'status')
    .map((entry) => Date.parse(textAt(entry, ['time'])))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : Math.max(...times);
}
