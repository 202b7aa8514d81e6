import type { Client } from '../cluster/client.ts';
import { readOnce } from '../cluster/read-once.ts';
import { groupVersionPath } from '../cluster/resource.ts';
import { listAt, textAt } from '../manifest/json.ts';

/** What a CRD makes the API server serve. */
export type Definition = { apiVersion: string; kind: string; plural: string };

/**
 * Says of a CRD whether its objects are served and may be created, which the API server allows of those that are
 * Established and not being deleted (apiextensions-apiserver, customresource_discovery_controller.go). Reading all
 * CRDs themselves would take 16 MB more. False where that cannot be told at once. Each group and version is asked
 * for once.
 */
export function servedDefinitions(client: Client): (definition: Definition) => Promise<boolean> {
  const lists = new Map<string, Promise<readonly unknown[]>>();
  return async ({ apiVersion, kind, plural }) => {
    const list = lists.get(apiVersion) ?? servedIn(client, apiVersion);
    lists.set(apiVersion, list);
    return (await list).some(
      (resource) =>
        textAt(resource, ['name']) === plural &&
        textAt(resource, ['kind']) === kind &&
        listAt(resource, ['verbs']).includes('create'),
    );
  };
}

async function servedIn(client: Client, apiVersion: string): Promise<readonly unknown[]> {
  const text = await readOnce(client, groupVersionPath(apiVersion));
  return text === undefined ? [] : listAt(JSON.parse(text), ['resources']);
}
