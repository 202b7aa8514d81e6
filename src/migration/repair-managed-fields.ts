import type { Client } from '../cluster/client.ts';
import { crdInfo } from '../manifest/crd.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { rewriteManagedFields } from './rewrite-managed-fields.ts';
import { rewriteObjects } from './rewrite-objects.ts';
import type { Rewritten } from './rewrite-objects.ts';

/**
 * Repairs objects that no one can apply any longer, since their managedFields name a version that their CRD
 * has no more: somebody took it out without looking there. Reads the metadata of all objects.
 * @param crd the live one; it has to be served
 */
export async function repairManagedFields(
  client: Client,
  crd: KubernetesObject,
): Promise<Rewritten> {
  const info = crdInfo(crd);
  const served = (info?.versions ?? []).filter((version) => version.served);
  const to = (served.find(({ storage }) => storage) ?? served[0])?.name;
  if (info === undefined || to === undefined) return { rewritten: 0, problems: [] };
  const { group, kind, plural } = info;
  const versions = new Set(info.versions.map(({ name }) => name));
  const rewritten = { group, kind, plural, versions, to };
  return rewriteObjects(client, rewritten, {
    isWanted: (item) => rewriteManagedFields(item, rewritten) !== undefined,
  });
}
