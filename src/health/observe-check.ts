import type { Client } from '../cluster/client.ts';
import { observe, observeSelected } from '../cluster/observe.ts';
import type { Check } from './check.ts';
import { slicesOf } from './judge-endpoints.ts';

/**
 * Follows what a check is about: one object, the EndpointSlices of the Service that it calls, or all objects of a
 * kind; tells `see` what the check's judge takes, now and after each change, until `see` returns true or `until`
 * aborts.
 * @throws as {@link observe}
 */
export async function observeCheck(
  client: Client,
  { resource, id, calls }: Check,
  watcher: { see: (live: unknown) => boolean; onTrouble: (error: Error) => void },
  until: AbortSignal,
): Promise<void> {
  if (calls !== undefined) {
    const { namespace } = calls;
    const slices = { apiVersion: 'discovery.k8s.io/v1', plural: 'endpointslices', namespace };
    await observeSelected(client, slices, slicesOf(calls), watcher, until);
  } else if (id.name === '') {
    await observeSelected(client, resource, '', watcher, until);
  } else {
    await observe(client, resource, id.name, watcher, until);
  }
}
