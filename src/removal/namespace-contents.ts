import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { discoverKinds } from '../cluster/discover-kinds.ts';
import { METADATA, METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { ServedKind } from '../cluster/served-kind.ts';
import { displayObject } from '../manifest/display.ts';
import { textAt } from '../manifest/json.ts';
import { compareText, groupOf, versionOf } from '../manifest/object.ts';
import { foreignObjects, residentOf } from './foreign-objects.ts';
import type { Resident } from './foreign-objects.ts';
import { liveOwners } from './owners.ts';

const LISTED_AT_ONCE = 8;

/** What would be lost with a namespace, as people are shown it; what it may hold that cannot be read. */
export type NamespaceContents = { foreign: string[]; unreadable: string[] };

/**
 * Looks through a namespace for what nothing but the namespace holds, in every kind that the API server serves.
 * @throws {ApiError} where the API server refuses a list; the deadline's reason
 */
export async function namespaceContents(
  client: Client,
  namespace: string,
): Promise<NamespaceContents> {
  const { kinds, unavailable } = await discoverKinds(client);
  const limit = pLimit(LISTED_AT_ONCE);
  const lists = await Promise.all(
    kinds
      // As the controller that empties a namespace does: the rest, such as metrics, is made when it is asked for.
      .filter(({ namespaced, verbs }) => namespaced && verbs.includes('list'))
      .filter(({ verbs }) => verbs.includes('delete'))
      .map((kind) => limit(() => residents(client, namespace, kind))),
  );
  const all = [...new Map(lists.flat().map((each) => [each.uid, each])).values()];
  const here = new Set(all.map(({ uid }) => uid));
  const owners = all.flatMap((each) => each.owners).filter(({ uid }) => !here.has(uid));
  const isLive = liveOwners(client);
  const live = await Promise.all(
    owners.map(async (owner) => ((await isLive(owner)) ? [owner.uid] : [])),
  );
  const there = new Set(live.flat());
  return {
    foreign: foreignObjects(all, (uid) => there.has(uid))
      .map(({ id }) => displayObject(id))
      .toSorted(compareText),
    unreadable: await stillRegistered(client, unavailable),
  };
}

/** Without those that discovery has not forgotten yet: their APIService is gone. */
async function stillRegistered(client: Client, apiVersions: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    apiVersions.map(async (apiVersion) => {
      const name = `${versionOf(apiVersion)}.${groupOf(apiVersion)}`;
      const path = `/apis/apiregistration.k8s.io/v1/apiservices/${encodeURIComponent(name)}`;
      return (await getJson(client, path, METADATA)) === undefined ? [] : [apiVersion];
    }),
  );
  return found.flat();
}

async function residents(
  client: Client,
  namespace: string,
  { group, apiVersion, kind, plural }: ServedKind,
): Promise<Resident[]> {
  const path = resourcePath({ apiVersion, plural, namespace });
  // An aggregated API server need not know how to tell the metadata alone.
  const accept = `${METADATA_LIST},application/json`;
  const found: Resident[] = [];
  for await (const { items } of listObjects(client, path, { accept })) {
    for (const live of items) {
      const id = { group, kind, namespace, name: textAt(live, ['metadata', 'name']) };
      found.push(residentOf(id, live));
    }
  }
  return found;
}
