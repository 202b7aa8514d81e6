import { ApiError } from '../cluster/api-error.ts';
import { findCondition } from '../cluster/conditions.ts';
import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { valueAt } from '../manifest/json.ts';

/** Is on a CRD for a moment, only so that it changes. */
export const REMINDER = 'optional.microshift.io/establish';

/**
 * Whether the API server may have forgotten to establish a live CRD: it has accepted its names, and does
 * the rest at the next change of it (apiextensions-apiserver, updateCustomResourceDefinition). One that
 * was killed in between looks at it again only with the resync of its informers, after 5 minutes.
 */
export function isLeftHalfEstablished(crd: unknown): boolean {
  return (
    valueAt(crd, ['metadata', 'deletionTimestamp']) === undefined &&
    findCondition(crd, 'NamesAccepted')?.status === 'True' &&
    findCondition(crd, 'Established')?.status !== 'True'
  );
}

/**
 * Reminds the API server of a CRD by changing it, and changing it back. Where it refuses that, as when the
 * CRD is gone by now, nothing has happened.
 * @param path of the CRD
 * @throws the deadline's reason
 */
export async function remindOfCrd(client: Client, path: string): Promise<void> {
  const annotate = (reminder: string | null): Promise<string> =>
    client.request({
      method: 'PATCH',
      path: `${path}?fieldManager=${FIELD_MANAGER}`,
      contentType: 'application/merge-patch+json',
      body: JSON.stringify({ metadata: { annotations: { [REMINDER]: reminder } } }),
    });
  try {
    await annotate('please');
    await annotate(null);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
