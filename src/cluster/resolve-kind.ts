import type { KindInfo } from '../manifest/builtin-kinds.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { Client } from './client.ts';
import { getJson } from './get-json.ts';
import { groupVersionPath } from './resource.ts';

/**
 * How the API server addresses a kind: one request for its group and version.
 * Undefined where it does not serve the kind (now).
 */
export async function resolveKind(
  client: Client,
  apiVersion: string,
  kind: string,
): Promise<KindInfo | undefined> {
  const resources = valueAt(await getJson(client, groupVersionPath(apiVersion)), ['resources']);
  const found = (Array.isArray(resources) ? resources : []).find(
    // Subresources are listed as `plural/subresource`.
    (entry: unknown) =>
      isJsonObject(entry) &&
      entry.kind === kind &&
      typeof entry.name === 'string' &&
      /^[a-z0-9-]+$/.test(entry.name),
  );
  return isJsonObject(found) && typeof found.name === 'string'
    ? { plural: found.name, namespaced: found.namespaced === true }
    : undefined;
}
