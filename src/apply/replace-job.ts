import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { deleteObject } from '../cluster/delete-object.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import { listAt, textAt, toJsonText } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { groupOf } from '../manifest/object.ts';
import { APPLY, applyQuery } from './apply-request.ts';

/** A Job as it is there. */
export type LiveJob = { client: Client; resource: Resource; name: string; live: unknown };

/** Under which name a Job is tried out; nothing of it is kept. */
const TRIAL = 'microshift-optional-trial';

export function isJob({ outline }: Manifest): boolean {
  return outline.kind === 'Job' && groupOf(outline.apiVersion) === 'batch';
}

/**
 * Makes place for a Job that the API server refuses to change, since the template of a Job stays what it is. A
 * release with another image means the Job to run again, and nothing else than deleting the old one lets it. It is
 * only deleted where the API server would take the new one, under another name: then the refusal is for what cannot
 * be changed, and not for the manifest.
 * @param refusal what writing it ended with
 * @returns whether it can be written now
 * @throws {ApiError} where the API server does not let it be deleted
 */
export async function replaceJob(
  { client, resource, name, live }: LiveJob,
  manifest: Manifest,
  refusal: unknown,
  { onRetry, dryRun }: { onRetry: (error: Error) => void; dryRun: boolean },
): Promise<boolean> {
  if (!(refusal instanceof ApiError) || refusal.status !== 422 || !isOwn(live)) return false;
  const job = JSON.parse(String(manifest.json())) as JsonObject & { metadata: JsonObject };
  const trial = { ...job, metadata: { ...job.metadata, name: TRIAL } };
  const path = `${resourcePath(resource, TRIAL)}${applyQuery(true)}`;
  try {
    await client.request(
      { method: 'PATCH', path, contentType: APPLY, body: toJsonText(trial) },
      { onRetry },
    );
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
  // With what it started: its pods belong to nobody then.
  const uid = textAt(live, ['metadata', 'uid']);
  const options = { uid, propagation: 'Background', onRetry } as const;
  if (!dryRun) await deleteObject(client, resource, name, options);
  return true;
}

/** Whether this program has applied it: one that somebody else has made may be needed as it is. */
function isOwn(live: unknown): boolean {
  return listAt(live, ['metadata', 'managedFields']).some(
    (entry) =>
      textAt(entry, ['manager']) === FIELD_MANAGER && textAt(entry, ['operation']) === 'Apply',
  );
}
