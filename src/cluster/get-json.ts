import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

/** Asks for an object's metadata alone; its other fields can weigh megabytes. */
export const METADATA = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
/** The same for a list. */
export const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';

/**
 * What the API server has at a path; undefined where it has nothing (404).
 * @throws {ApiError} for any other refusal; the deadline's reason
 */
export async function getJson(client: Client, path: string, accept?: string): Promise<unknown> {
  const asked = accept === undefined ? {} : { accept };
  try {
    return JSON.parse(await client.request({ method: 'GET', path, ...asked }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
