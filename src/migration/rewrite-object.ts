import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import { textAt, toJsonText } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import { rewriteManagedFields } from './rewrite-managed-fields.ts';
import type { KnownVersions } from './rewrite-managed-fields.ts';

/** The kind whose objects are rewritten; `to` is served, and new objects are stored in it. */
export type RewrittenKind = KnownVersions & { kind: string; plural: string };

/**
 * Makes the API server store an object again, by the storage version of now, with managedFields that name
 * no version that goes. A merge patch of the metadata alone: the rest does not pass through this program,
 * which knows neither how large it is nor each of its numbers exactly. The API server writes even where
 * nothing else is changed, since what it has stored names the old version.
 *
 * @param item the object or its metadata, as it was listed
 * @returns its new resourceVersion; undefined where somebody has deleted it
 * @throws {ApiError} where the API server refuses it for good
 */
export async function rewriteObject(
  client: Client,
  kind: RewrittenKind,
  item: unknown,
): Promise<string | undefined> {
  const apiVersion = apiVersionOf(kind.group, kind.to);
  const namespace = textAt(item, ['metadata', 'namespace']);
  const resource = { apiVersion, plural: kind.plural, namespace };
  const path = resourcePath(resource, textAt(item, ['metadata', 'name']));

  const patch = async (metadata: JsonObject): Promise<unknown> => {
    const answer = await client.request(
      {
        method: 'PATCH',
        path: `${path}?fieldManager=${FIELD_MANAGER}`,
        accept: METADATA,
        contentType: 'application/merge-patch+json',
        body: toJsonText({ metadata }),
      },
      // The same patch meets the same conflict for ever; it has to be made anew.
      { isFinal: async (error) => error instanceof ApiError && error.status === 409 },
    );
    return JSON.parse(answer);
  };

  const rewrite = async (current: unknown): Promise<string> => {
    const written = await patch(patchOf(current, rewriteManagedFields(current, kind)));
    // What the API server has noted of this very patch can only be taken back with another.
    const owned = rewriteManagedFields(written, kind);
    return versionOf(owned === undefined ? written : await patch(patchOf(written, owned)));
  };

  let isFirst = true;
  try {
    return await withRetries(
      async () => {
        const current = isFirst ? item : await getJson(client, path, METADATA);
        isFirst = false;
        return current === undefined ? undefined : rewrite(current);
      },
      { signal: client.signal },
    );
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function patchOf(current: unknown, managedFields: JsonObject[] | undefined): JsonObject {
  const resourceVersion = versionOf(current);
  return managedFields === undefined ? { resourceVersion } : { resourceVersion, managedFields };
}

function versionOf(object: unknown): string {
  return textAt(object, ['metadata', 'resourceVersion']);
}
