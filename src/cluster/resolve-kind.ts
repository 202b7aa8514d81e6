import type { KindInfo } from '../manifest/builtin-kinds.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
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
  const text = await client
    .request({ method: 'GET', path: groupVersionPath(apiVersion) })
    .catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    });
  if (text === undefined) return undefined;
  const resources = valueAt(JSON.parse(text), ['resources']);
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
