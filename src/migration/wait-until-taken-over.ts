import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import { textAt, valueAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import type { RewrittenKind } from './rewrite-object.ts';
import { migrationColumn } from './transitional-crd.ts';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** The API server does not serve the transitional CRD yet; its code makes it transient. */
class NotTakenOver extends Error {
  override readonly name = 'NotTakenOver';
  readonly code = 'CRD_NOT_TAKEN_OVER';

  constructor(crd: string, version: string) {
    super(`the API server does not store the objects of ${crd} in ${version} yet`);
  }
}

/**
 * Waits until what the API server is asked for goes through the transitional CRD. Its handler learns of a
 * change later than the one who made it, and would still store objects in the old version until then.
 * Neither the CRD's conditions nor discovery tell: they come from other controllers. But a table's columns
 * come from the very handler that stores the objects (apiextensions-apiserver, customresource_handler.go).
 */
export async function waitUntilTakenOver(
  client: Client,
  crd: string,
  { group, to, plural }: RewrittenKind,
): Promise<void> {
  const resource = { apiVersion: apiVersionOf(group, to), plural, namespace: '' };
  const path = `${resourcePath(resource)}?limit=1&includeObject=None`;
  await withRetries(
    async () => {
      const columns = valueAt(await getJson(client, path, TABLE), ['columnDefinitions']);
      const names = (Array.isArray(columns) ? columns : []).map((each) => textAt(each, ['name']));
      if (!names.includes(migrationColumn(to))) throw new NotTakenOver(crd, to);
    },
    { signal: client.signal },
  );
}
