import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../cluster/client.ts';
import { deleteObject } from '../cluster/delete-object.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import { listAt, textAt } from '../manifest/json.ts';

// Above the half minute that the garbage collector takes to know a new kind, and the time that pods have to end.
const STUCK_AFTER = 90_000;

/**
 * After a while, has an object go that nothing holds but the garbage collector, which was asked to let it go after
 * what it owns: it never does where it knows the object by a version that is gone, until it is started anew. What
 * it owns goes then, too.
 * @param until ends the wait
 */
export async function releaseStuck(
  client: Client,
  { resource, name, uid }: { resource: Resource; name: string; uid: string },
  until: AbortSignal,
  after: number = STUCK_AFTER,
): Promise<void> {
  await delay(after, undefined, { signal: until }).catch(() => {});
  if (until.aborted) return;
  const live = await getJson(client, resourcePath(resource, name), METADATA);
  const finalizers = listAt(live, ['metadata', 'finalizers']);
  const isOurs = textAt(live, ['metadata', 'uid']) === uid;
  if (!isOurs || finalizers.some((finalizer) => finalizer !== 'foregroundDeletion')) return;
  const options = { uid, propagation: 'Background', onRetry: () => {} } as const;
  await deleteObject(client, resource, name, options);
}
