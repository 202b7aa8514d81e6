import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { resolveKind } from '../cluster/resolve-kind.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import { listAt, textAt } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import type { Removable } from './removable.ts';

/** An object that is there: how it is addressed, and its metadata. */
export type Found = { resource: Resource; live: unknown };

/**
 * Finds an object whose version may have changed since it was applied.
 * @returns undefined where it does not exist, which is also so where no version of its kind is served (any more)
 * @throws {ApiError} where the API server refuses to let it be read; the deadline's reason
 */
export async function findObject(
  client: Client,
  { id, apiVersion, kind }: Pick<Removable, 'id' | 'apiVersion' | 'kind'>,
  onRetry: (error: Error) => void,
): Promise<Found | undefined> {
  if (apiVersion !== undefined) {
    const info = kind ?? (await resolveKind(client, apiVersion, id.kind));
    const found =
      info === undefined
        ? 'unserved'
        : await read(client, resourceOf(apiVersion, info, id), id, onRetry);
    if (found !== 'unserved') return found;
  }
  for (const version of await servedVersions(client, id.group)) {
    if (version === apiVersion) continue;
    const info = await resolveKind(client, version, id.kind);
    if (info === undefined) continue;
    const found = await read(client, resourceOf(version, info, id), id, onRetry);
    if (found !== 'unserved') return found;
  }
  return undefined;
}

async function read(
  client: Client,
  resource: Resource,
  { name }: ObjectId,
  onRetry: (error: Error) => void,
): Promise<Found | undefined | 'unserved'> {
  const request = { method: 'GET', path: resourcePath(resource, name), accept: METADATA } as const;
  try {
    return { resource, live: JSON.parse(await client.request(request, { onRetry })) };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    // Only an API that is served answers with a Status.
    return error.reason === 'NotFound' ? undefined : 'unserved';
  }
}

/** The apiVersions of a group, the one that the API server prefers first. */
async function servedVersions(client: Client, group: string): Promise<string[]> {
  if (group === '') return ['v1'];
  const answer = await getJson(client, `/apis/${group}`);
  const versions = listAt(answer, ['versions']).map((each) => textAt(each, ['groupVersion']));
  const preferred = textAt(answer, ['preferredVersion', 'groupVersion']);
  return preferred === ''
    ? versions
    : [preferred, ...versions.filter((version) => version !== preferred)];
}
