import type { Client } from '../cluster/client.ts';
import { discoverKinds } from '../cluster/discover-kinds.ts';
import { METADATA_LIST, getJson } from '../cluster/get-json.ts';
import type { ServedKind } from '../cluster/served-kind.ts';
import { timeOf } from '../health/causes/newest-event.ts';
import { listInventories } from '../inventory/inventory-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Json } from '../manifest/json.ts';
import { compareText, objectId, objectKey, parseObjectKey } from '../manifest/object.ts';
import type { ObjectId } from '../manifest/object.ts';
import type { Tree } from '../tree/read-tree.ts';
import { attempt } from './attempt.ts';
import { boundedClient } from './bounded-client.ts';
import { endOfLog, logPath, wantedLogs } from './container-logs.ts';
import type { ContainerLog } from './container-logs.ts';
import type { Contents } from './contents.ts';
import { safePart } from './entry-names.ts';
import { kindsOf } from './kinds.ts';
import type { Kinds } from './kinds.ts';
import { maskText } from './mask-text.ts';
import { createObjectReader } from './read-objects.ts';
import type { Found, ObjectReader } from './read-objects.ts';
import {
  CALLERS,
  CLUSTER_WIDE,
  OF_NAMESPACES,
  OWNED,
  TRAFFIC_GROUPS,
  callsInto,
  crdOf,
  definedKind,
  isOwnedBy,
  namedNamespaces,
  namespaceOf,
} from './what-to-collect.ts';

/** What an archive is about: trees of this machine, and the names of those that are recorded in the cluster. */
export type Scope = { trees: readonly Tree[]; names: readonly string[] };

/** @param recorded the inventories; none where they could not be read */
export type ChooseScope = (recorded: ReadonlyMap<string, Inventory>) => Promise<Scope>;

const MOST_OF_A_KIND = 500;
const MOST_NAMESPACES = 30;
const MOST_EVENTS = 500;
const MOST_LOGS = 60;
/** For what is no object, which a client would not take for the API server's answer. */
const ANY_FORM = '*/*';
/** Where events about what has no namespace are. */
const EVENTS_OF_CLUSTER = 'default';

/**
 * Reads for an archive what can be had of the cluster until the client's deadline, the most telling first: what the
 * trees have, the way of traffic, what runs in the namespaces concerned, their events, logs. Never rejects: what
 * fails is left out, with the reason.
 */
export async function collectCluster(
  live: Client,
  contents: Contents,
  choose: ChooseScope,
): Promise<void> {
  const client = boundedClient(live);
  const [version, discovery, recorded = new Map<string, Inventory>()] = await Promise.all([
    attempt(contents, '/version', () => getJson(client, '/version', ANY_FORM)),
    attempt(contents, 'the kinds that are served', () => discoverKinds(client)),
    attempt(contents, 'the inventories', () => listInventories(client)),
  ]);
  for (const apiVersion of discovery?.unavailable ?? []) {
    contents.leaveOut(`the kinds of ${apiVersion}`, 'the server behind it does not answer');
  }
  const scope = (await attempt(contents, 'the trees', () => choose(recorded))) ?? {
    trees: [],
    names: [],
  };
  contents.json('cluster-versions.json', {
    apiServer: (version ?? null) as Json,
    trees: scope.trees.map(({ name, version: here = null }) => ({ name, version: here })),
    applied: [...recorded].map(([name, { release }]) => ({ name, release })),
  });
  for (const [name, inventory] of recorded) {
    contents.json(`inventories/${safePart(name)}.json`, shownInventory(inventory));
  }
  // It never answered: a list of all that was not asked would say nothing more.
  if (live.signal.aborted) {
    contents.leaveOut('the objects of the cluster', live.lastTrouble() || 'the deadline passed');
    return;
  }

  const kinds = kindsOf(discovery?.kinds);
  const reader = createObjectReader(client, kinds, contents);
  const namespaces = await collectObjects(reader, kinds, idsOf(scope, recorded));
  const pods = await collectNamespaces(reader, kinds, namespaces, contents);
  await collectEvents(reader, kinds, namespaces, contents);
  await collectLogs(
    client,
    pods.flatMap(({ object }) => wantedLogs(object)),
    contents,
  );
}

/** The objects of the trees, those that are recorded, and those that only an earlier release had. */
function idsOf({ trees, names }: Scope, recorded: ReadonlyMap<string, Inventory>): ObjectId[] {
  const ofTrees = trees.flatMap(({ objects }) =>
    objects.map(({ manifest }) => objectId(manifest.outline)),
  );
  const inventories = [...names, ...trees.map(({ name }) => name)].flatMap(
    (name) => recorded.get(name) ?? [],
  );
  const keys = inventories.flatMap(({ objects, retained }) => [
    ...objects.keys(),
    ...retained.keys(),
  ]);
  const all = [...ofTrees, ...keys.map(parseObjectKey)];
  return [...new Map(all.map((id) => [objectKey(id), id])).values()].toSorted((a, b) =>
    compareText(objectKey(a), objectKey(b)),
  );
}

/** Reads what the trees and traffic consist of. @returns the namespaces concerned, sorted */
async function collectObjects(
  reader: ObjectReader,
  kinds: Kinds,
  ids: readonly ObjectId[],
): Promise<string[]> {
  const lists = (
    wanted: readonly (ServedKind | undefined)[],
    accept?: string,
  ): Promise<Found[][]> => {
    const options = { most: MOST_OF_A_KIND, ...(accept === undefined ? {} : { accept }) };
    return Promise.all(wanted.map((kind) => reader.all(kind, options)));
  };
  const ofTrees = (await Promise.all(ids.map((id) => reader.one(id)))).filter(
    (found) => found !== undefined,
  );
  reader.keep(ofTrees);
  const traffic = (await lists(kinds.ofGroups(TRAFFIC_GROUPS))).flat();
  reader.keep(traffic);
  const crds = await Promise.all(
    kinds.ofGroups(TRAFFIC_GROUPS).map((kind) => reader.one(crdOf(kind))),
  );
  reader.keep(crds.filter((found) => found !== undefined));
  reader.keep((await lists(CLUSTER_WIDE.map(kinds.find))).flat());

  const defined = ofTrees.flatMap(({ object }) => definedKind(object) ?? []);
  const custom = (await lists(defined.map(kinds.find))).flat();
  reader.keep(custom);
  const groups = new Set([...TRAFFIC_GROUPS, ...defined.map(({ group }) => group)]);
  const workloads = (await lists(OWNED.map(kinds.find), METADATA_LIST)).flat();
  const owned = workloads.filter(({ object }) => isOwnedBy(object, groups));
  const namespaces = new Set([
    ...[...ofTrees, ...traffic, ...custom, ...owned].map(({ object }) => namespaceOf(object)),
    ...traffic.flatMap(({ object }) => namedNamespaces(object.spec)),
  ]);
  namespaces.delete('');
  const callers = (await lists(CALLERS.map(kinds.find))).flat();
  reader.keep(callers.filter(({ object }) => callsInto(object, namespaces)));
  return [...namespaces].toSorted(compareText);
}

/** Reads what runs in the namespaces. @returns their pods */
async function collectNamespaces(
  reader: ObjectReader,
  kinds: Kinds,
  namespaces: readonly string[],
  contents: Contents,
): Promise<Found[]> {
  for (const namespace of namespaces.slice(MOST_NAMESPACES)) {
    contents.leaveOut(`what runs in ${namespace}`, `${MOST_NAMESPACES} namespaces are concerned`);
  }
  const found = await Promise.all(
    namespaces
      .slice(0, MOST_NAMESPACES)
      .flatMap((namespace) =>
        OF_NAMESPACES.map((kind) =>
          reader.all(kinds.find(kind), { namespace, most: MOST_OF_A_KIND }),
        ),
      ),
  );
  reader.keep(found.flat());
  return found.flat().filter(({ kind }) => kind.plural === 'pods');
}

async function collectEvents(
  reader: ObjectReader,
  kinds: Kinds,
  namespaces: readonly string[],
  contents: Contents,
): Promise<void> {
  const wanted = [...new Set([...namespaces.slice(0, MOST_NAMESPACES), EVENTS_OF_CLUSTER])];
  const found = await Promise.all(
    wanted.map(async (namespace) => {
      const events = await reader.all(kinds.find({ group: '', kind: 'Event' }), {
        namespace,
        // They do not come in the order of their times.
        most: 4 * MOST_EVENTS,
      });
      return { namespace, events: events.map(({ object }) => object) };
    }),
  );
  for (const { namespace, events } of found) {
    if (events.length === 0) continue;
    const sorted = events.toSorted((a, b) => timeOf(a) - timeOf(b));
    if (sorted.length > MOST_EVENTS) {
      contents.leaveOut(`older events of ${namespace}`, `there are more than ${MOST_EVENTS}`);
    }
    const path = `namespaces/${safePart(namespace)}/core/events.json`;
    contents.json(path, { apiVersion: 'v1', kind: 'EventList', items: sorted.slice(-MOST_EVENTS) });
  }
}

async function collectLogs(
  client: Client,
  wanted: readonly ContainerLog[],
  contents: Contents,
): Promise<void> {
  const what = ({ namespace, pod, container, run }: ContainerLog): string =>
    `the ${run} log of ${namespace}/${pod}, container ${container}`;
  for (const log of wanted.slice(MOST_LOGS)) {
    contents.leaveOut(what(log), `there are more than ${MOST_LOGS} such logs`);
  }
  const texts = await Promise.all(
    wanted.slice(0, MOST_LOGS).map((log) => {
      const request = { method: 'GET', path: logPath(log), accept: ANY_FORM } as const;
      return attempt(contents, what(log), () => client.request(request));
    }),
  );
  for (const [index, log] of wanted.entries()) {
    const text = texts[index];
    if (text === undefined) continue;
    const parts = [log.namespace, 'pods', log.pod, log.container].map(safePart);
    contents.text(`namespaces/${parts.join('/')}/${log.run}.log`, endOfLog(maskText(text)));
  }
}

/** Nothing but what a record is made of, whatever else its ConfigMap may hold. */
function shownInventory({ release, cluster, objects, retained }: Inventory): Json {
  return {
    release,
    cluster,
    objects: [...objects].map(([object, { digest, uid, state }]) => ({
      object,
      digest,
      uid,
      state,
    })),
    retained: [...retained].map(([object, uid]) => ({ object, uid })),
  };
}
