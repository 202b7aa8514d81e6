import type { Client } from '../cluster/client.ts';
import { resourceOf } from '../cluster/resource.ts';
import { displayObject } from '../manifest/display.ts';
import { textAt } from '../manifest/json.ts';
import { awaitGone } from './await-gone.ts';
import type { Remains } from './await-gone.ts';
import { instancesOf } from './custom-kind.ts';
import type { CustomKind, Instance } from './custom-kind.ts';
import { liveOwners, ownersOf } from './owners.ts';
import type { Owners } from './owners.ts';
import { someOf } from './some-of.ts';

const WATCHED_AT_ONCE = 8;

/**
 * Waits until objects of a kind are gone: all of them, or those that are going: being deleted, or about to be
 * by the garbage collector, since their owners are.
 */
export async function awaitInstances(
  client: Client,
  kind: CustomKind,
  which: 'all' | 'going',
  remains: Remains,
): Promise<void> {
  const what = which === 'all' ? 'objects of this kind are' : 'objects that are going are';
  for (;;) {
    const owners = liveOwners(client);
    const left: Instance[] = [];
    for await (const instance of instancesOf(client, kind)) {
      if (which === 'all' || (await isGoing(instance.live, owners))) left.push(instance);
    }
    if (left.length === 0) return;
    await awaitSome(client, kind, left, (names) => {
      remains(`${what} still there: ${names}`);
    });
  }
}

/** Waits for the first of them: when they are gone, it is time to look anew. */
async function awaitSome(
  client: Client,
  kind: CustomKind,
  left: readonly Instance[],
  remains: Remains,
): Promise<void> {
  const reasons = new Map(left.map(({ id }) => [displayObject(id), '']));
  await Promise.all(
    left.slice(0, WATCHED_AT_ONCE).map(async ({ id, uid }) => {
      const object = { resource: resourceOf(kind.apiVersion, kind, id), name: id.name, uid };
      await awaitGone(client, object, (reason) => {
        reasons.set(displayObject(id), reason);
        const named = [...reasons].map(([name, why]) => (why === '' ? name : `${name} (${why})`));
        remains(someOf(named));
      });
      reasons.delete(displayObject(id));
    }),
  );
}

async function isGoing(live: unknown, owners: Owners): Promise<boolean> {
  if (textAt(live, ['metadata', 'deletionTimestamp']) !== '') return true;
  const references = ownersOf(live);
  const there = await Promise.all(references.map(owners));
  return references.length > 0 && !there.includes(true);
}
