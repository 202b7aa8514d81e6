import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { objectState } from '../cluster/object-state.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import { unexplainedJudge } from '../cluster/unexplained.ts';
import { isCrd } from '../manifest/crd.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { APPLY, applyQuery } from './apply-request.ts';
import { isJob, replaceJob } from './replace-job.ts';
import { isSameContent } from './same-content.ts';

export type Written = {
  action: 'created' | 'configured' | 'unchanged' | 'kept';
  state: ObjectState;
  /**
   * The object as the API server answered, of a CRD and of what was created the metadata alone; undefined
   * where nothing was written.
   */
  live: unknown;
  /** What else is to be told of it. */
  note?: string;
};

export type WriteOptions = {
  onRetry: (error: Error) => void;
  /** Has the API server say what it would do, and do nothing. */
  dryRun?: boolean;
};

/**
 * Server-side apply of a manifest: its own JSON, with force, since a component owns what it ships, and
 * strict, since an unknown field is a mistake in the manifest.
 * A Job that cannot be changed is replaced.
 * @param before the object's state before, undefined where it did not exist
 * @throws {ApiError} where the API server refuses it for good
 */
export async function writeObject(
  client: Client,
  resource: Resource,
  name: string,
  manifest: Manifest,
  before: ObjectState | undefined,
  { onRetry, dryRun = false }: WriteOptions,
): Promise<Written> {
  // Applied to an object that exists, it would only make the API server rewrite managedFields.
  if (before !== undefined && manifest.bare) return notWritten(before);
  const path = resourcePath(resource, name);
  // A whole CRD weighs up to a megabyte, each way.
  const form = isCrd(manifest.outline) ? METADATA : undefined;
  const previous = before === undefined ? undefined : await getJson(client, path, form);
  const write = (): Promise<string> =>
    client.request(
      {
        method: 'PATCH',
        path: `${path}${applyQuery(dryRun)}`,
        contentType: APPLY,
        body: manifest.json(),
        ...(previous === undefined ? { accept: METADATA } : form && { accept: form }),
      },
      { onRetry, isFinal: unexplainedJudge(client) },
    );
  let answer: string;
  try {
    answer = await write();
  } catch (error) {
    const job = { client, resource, name, live: previous };
    const isReplaced =
      before !== undefined &&
      isJob(manifest) &&
      (await replaceJob(job, manifest, error, { onRetry, dryRun }));
    if (!isReplaced) throw error;
    if (dryRun) return { action: 'configured', state: before, live: undefined };
    answer = await write();
  }
  const live: unknown = JSON.parse(answer);
  const isSame = previous !== undefined && isSameContent(previous, live);
  const action = previous === undefined ? 'created' : isSame ? 'unchanged' : 'configured';
  return { action, state: objectState(live), live };
}

/** What stands for the write of an object that is as it should be. */
export function notWritten(state: ObjectState): Written {
  return { action: 'unchanged', state, live: undefined };
}

/** Whether a 404 says that the object's kind is not served (yet), rather than its namespace. */
export function isNotServed(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404 && error.about.kind !== 'namespaces';
}

/** Whether an answer is about what an object says. */
export function isJudgedByContent(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return [400, 422].includes(error.status) || (error.status === 500 && error.reason === '');
}
