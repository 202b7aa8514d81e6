import type { Client } from '../cluster/client.ts';
import { observe, observeSelected } from '../cluster/observe.ts';
import type { Called, Check, ServiceId } from './check.ts';
import { slicesOf } from './judge-endpoints.ts';

type Watcher = { see: (live: unknown) => boolean; onTrouble: (error: Error) => void };

/**
 * Follows what a check is about: one object, the Service that it calls with its EndpointSlices, or all objects of a
 * kind; tells `see` what the check's judge takes, now and after each change, until `see` returns true or `until`
 * aborts.
 * @throws as {@link observe}
 */
export async function observeCheck(
  client: Client,
  { resource, id, calls }: Check,
  watcher: Watcher,
  until: AbortSignal,
): Promise<void> {
  if (calls !== undefined) {
    await observeCalled(client, calls, watcher, until);
  } else if (id.name === '') {
    await observeSelected(client, resource, '', watcher, until);
  } else {
    await observe(client, resource, id.name, watcher, until);
  }
}

/** Tells of both from when both have been read. */
async function observeCalled(
  client: Client,
  calls: ServiceId,
  { see, onTrouble }: Watcher,
  until: AbortSignal,
): Promise<void> {
  const { namespace, name } = calls;
  let seen: { service?: [unknown]; slices?: readonly unknown[] } = {};
  const take = (part: typeof seen): boolean => {
    seen = { ...seen, ...part };
    const { service, slices } = seen;
    if (service === undefined || slices === undefined) return false;
    return see({ service: service[0], slices } satisfies Called);
  };
  const ofService = { see: (live: unknown) => take({ service: [live] }), onTrouble };
  const ofSlices = { see: (slices: readonly unknown[]) => take({ slices }), onTrouble };
  const services = { apiVersion: 'v1', plural: 'services', namespace };
  const endpoints = { apiVersion: 'discovery.k8s.io/v1', plural: 'endpointslices', namespace };
  await Promise.all([
    observe(client, services, name, ofService, until),
    observeSelected(client, endpoints, slicesOf(calls), ofSlices, until),
  ]);
}
