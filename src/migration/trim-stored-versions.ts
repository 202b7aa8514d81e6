import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { withRetries } from '../cluster/retry.ts';
import { textAt, toJsonText, valueAt } from '../manifest/json.ts';

/** Somebody else wrote the CRD while its objects were rewritten; its code makes it transient. */
export class CrdChanged extends Error {
  override readonly name = 'CrdChanged';
  readonly code = 'CRD_CHANGED';

  constructor(crd: string) {
    super(`somebody changed ${crd} while its objects were migrated`);
  }
}

/**
 * Writes that objects are stored in one version alone, unless the CRD is not the one any longer by which
 * they were rewritten.
 */
export async function trimStoredVersions(
  client: Client,
  path: string,
  version: string,
  generation: unknown,
): Promise<void> {
  const trim = async (): Promise<void> => {
    const crd = await getJson(client, path, METADATA);
    if (generationOf(crd) !== generation) throw new CrdChanged(textAt(crd, ['metadata', 'name']));
    const resourceVersion = textAt(crd, ['metadata', 'resourceVersion']);
    await client.request(
      {
        method: 'PATCH',
        path: `${path}/status?fieldManager=${FIELD_MANAGER}`,
        accept: METADATA,
        contentType: 'application/merge-patch+json',
        body: toJsonText({ metadata: { resourceVersion }, status: { storedVersions: [version] } }),
      },
      { isFinal: async (error) => error instanceof ApiError && error.status === 409 },
    );
  };
  await withRetries(trim, {
    signal: client.signal,
    isFinal: async (error) => error instanceof CrdChanged,
  });
}

/** What changes with the spec of an object, and with nothing else. */
export function generationOf(crd: unknown): unknown {
  return valueAt(crd, ['metadata', 'generation']);
}
