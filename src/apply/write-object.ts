import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { getJson } from '../cluster/get-json.ts';
import { objectState } from '../cluster/object-state.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import { unexplainedJudge } from '../cluster/unexplained.ts';
import { toJsonText } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { isSameContent } from './same-content.ts';

export type Written = {
  action: 'created' | 'configured' | 'unchanged';
  state: ObjectState;
  /** The object as the API server has it now; undefined where there was nothing to write. */
  live: unknown;
};

/**
 * Server-side apply of a manifest: its own JSON, with force, since a component owns what it ships, and
 * strict, since an unknown field is a mistake in the manifest.
 * @param before the object's state before, undefined where it did not exist
 * @throws {ApiError} where the API server refuses it for good
 */
export async function writeObject(
  client: Client,
  resource: Resource,
  object: KubernetesObject,
  before: ObjectState | undefined,
  onRetry: (error: Error) => void,
): Promise<Written> {
  if (before !== undefined && ownsNothing(object)) return notWritten(before);
  const path = resourcePath(resource, object.metadata.name);
  const previous = before === undefined ? undefined : await getJson(client, path);
  const query = `?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict`;
  const answer = await client.request(
    {
      method: 'PATCH',
      path: path + query,
      contentType: 'application/apply-patch+yaml',
      body: toJsonText(object),
    },
    { onRetry, isFinal: unexplainedJudge(client) },
  );
  const live: unknown = JSON.parse(answer);
  const isSame = previous !== undefined && isSameContent(previous, live);
  const action = previous === undefined ? 'created' : isSame ? 'unchanged' : 'configured';
  return { action, state: objectState(live), live };
}

/** What stands for the write of an object that is as it should be. */
export function notWritten(state: ObjectState): Written {
  return { action: 'unchanged', state, live: undefined };
}

/**
 * A manifest that says nothing but that the object exists, such as a bare Namespace. Applying it to an
 * object that exists would only make the API server rewrite managedFields.
 */
function ownsNothing(object: KubernetesObject): boolean {
  const identity = new Set(['apiVersion', 'kind', 'metadata']);
  return (
    Object.keys(object).every((field) => identity.has(field)) &&
    Object.keys(object.metadata).every((field) => field === 'name' || field === 'namespace')
  );
}

/** Whether a 404 says that the object's kind is not served (yet), rather than its namespace. */
export function isNotServed(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404 && error.about.kind !== 'namespaces';
}
