import type { Client } from '../cluster/client.ts';
import { crdInfo } from '../manifest/crd.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { RewrittenKind } from './rewrite-object.ts';
import { rewriteManagedFields } from './rewrite-managed-fields.ts';
import { rewriteObjects } from './rewrite-objects.ts';
import type { Rewritten } from './rewrite-objects.ts';

/**
 * Repairs objects that no one can apply any longer, since their managedFields name a version that their CRD
 * has no more: somebody took it out without looking there. Reads the metadata of all objects.
 */
export async function repairManagedFields(client: Client, kind: RewrittenKind): Promise<Rewritten> {
  return rewriteObjects(client, kind, {
    isWanted: (item) => rewriteManagedFields(item, kind) !== undefined,
  });
}

/**
 * The kind whose objects are repaired once a CRD is in the cluster; undefined where nothing serves them.
 * @param before the CRD until then: a version that it serves too is served at once, without waiting
 */
export function repairedKind(
  crd: KubernetesObject,
  before: KubernetesObject = crd,
): RewrittenKind | undefined {
  const info = crdInfo(crd);
  if (info === undefined) return undefined;
  const already = new Set(servedVersions(before).map(({ name }) => name));
  const served = servedVersions(crd);
  const lasting = served.filter(({ name }) => already.has(name));
  const candidates = lasting.length > 0 ? lasting : served;
  const to = (candidates.find(({ storage }) => storage) ?? candidates[0])?.name;
  if (to === undefined) return undefined;
  const { group, kind, plural } = info;
  return { group, kind, plural, versions: new Set(info.versions.map(({ name }) => name)), to };
}

function servedVersions(crd: KubernetesObject): { name: string; storage: boolean }[] {
  return (crdInfo(crd)?.versions ?? []).filter(({ served }) => served);
}
