import { ApiError } from '../cluster/api-error.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/** What the API server says of a field that cannot change (apimachinery, api/validation, FieldImmutableErrorMsg). */
const IMMUTABLE = /field is immutable/;

/** What is told of a Job that had to be made anew. */
export const NEW_JOB = 'made anew: a Job cannot be changed, and a new one runs';

/**
 * Whether a write is refused only because a Job that is there says something else: its template cannot change, and so
 * a release with another image could never be applied. It has nothing to lose: its end is what counts, and what
 * the new one has is to run.
 * @param outline of the manifest
 */
export function needsNewJob(
  { apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
  error: unknown,
): boolean {
  if (kind !== 'Job' || !apiVersion.startsWith('batch/') || !(error instanceof ApiError))
    return false;
  const { status, causes } = error;
  return (
    status === 422 && causes.length > 0 && causes.every(({ message }) => IMMUTABLE.test(message))
  );
}
