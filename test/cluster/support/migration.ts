import assert from 'node:assert/strict';
import pLimit from 'p-limit';
import type { Client } from '../../../src/cluster/client.ts';
import { getJson } from '../../../src/cluster/get-json.ts';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { toJsonText } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { withRetries } from '../../../src/cluster/retry.ts';
import { judgeCrdChange } from '../../../src/migration/judge-crd-change.ts';
import type { CrdContext, CrdDecision } from '../../../src/migration/judge-crd-change.ts';
import { migrateCrd } from '../../../src/migration/migrate-crd.ts';
import { repairManagedFields, repairedKind } from '../../../src/migration/repair-managed-fields.ts';
import type { Rewritten } from '../../../src/migration/rewrite-objects.ts';
import { scanLostFields } from '../../../src/migration/scan-lost-fields.ts';
import type { Problem } from '../../../src/errors.ts';
import type { MayDrop } from '../../../src/upgrade/upgrade-findings.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

export function crdPath(crd: KubernetesObject): string {
  return `${CRDS}/${crd.metadata.name}`;
}

/** Server-side apply at a path. */
export async function applyAt(
  client: Client,
  path: string,
  object: JsonObject,
  { manager = 'microshift-optional', force = true } = {},
): Promise<any> {
  const answer = await client.request({
    method: 'PATCH',
    path: `${path}?fieldManager=${manager}&force=${force}`,
    contentType: 'application/apply-patch+yaml',
    body: toJsonText(object),
  });
  return JSON.parse(answer);
}

/** Applies a CRD and waits until its objects can be written in a version. */
export async function installCrd(client: Client, crd: KubernetesObject): Promise<void> {
  await applyAt(client, crdPath(crd), crd, { manager: 'installer' });
  const spec = crd.spec as any;
  const { name } = spec.versions.find((version: any) => version.served);
  await withRetries(
    async () => {
      const list = await getJson(
        client,
        `/apis/${spec.group}/${name}/${spec.names.plural}?limit=1`,
      );
      if (list === undefined) throw Object.assign(new Error('not served'), { code: 'NOT_SERVED' });
    },
    { signal: client.signal },
  );
}

export async function readCrd(client: Client, crd: KubernetesObject): Promise<KubernetesObject> {
  return (await getJson(client, crdPath(crd))) as KubernetesObject;
}

/** What an applier makes of a CRD that is in the cluster already; what it was judged to be, and why not. */
export async function upgrade(
  client: Client,
  next: KubernetesObject,
  {
    neededVersions = [],
    isRollback,
    mayDrop = [],
    onProgress = () => {},
  }: Partial<CrdContext> & {
    mayDrop?: MayDrop[];
    onProgress?: (text: string) => void;
  } = {},
): Promise<{ decision: CrdDecision; problems: readonly Problem[]; rewritten: number }> {
  const decision = judgeCrdChange(await readCrd(client, next), next, {
    neededVersions,
    isRollback,
  });
  let rewritten = 0;
  if (decision.action === 'keep' || decision.action === 'refuse') {
    return { decision, problems: [], rewritten };
  }
  const losses = await scanLostFields(client, await readCrd(client, next), next, mayDrop);
  if (losses.length > 0) return { decision, problems: losses, rewritten };
  if (decision.action === 'migrate') {
    const result = await migrateCrd(client, next, onProgress);
    if (result.problems.length > 0) return { decision, ...result };
    rewritten = result.rewritten;
  }
  await applyAt(client, crdPath(next), next);
  return { decision, problems: [], rewritten };
}

/** Repairs the managedFields of the objects of a CRD in the cluster. */
export async function repair(client: Client, crd: KubernetesObject): Promise<Rewritten> {
  const kind = repairedKind(await readCrd(client, crd));
  assert.ok(kind);
  return repairManagedFields(client, kind);
}

/** Waits until the API server has taken over that a version is gone. */
export async function untilUnserved(client: Client, path: string): Promise<void> {
  await withRetries(
    async () => {
      const list = await getJson(client, `${path}?limit=1`);
      if (list !== undefined) throw Object.assign(new Error('served'), { code: 'STILL_SERVED' });
    },
    { signal: client.signal },
  );
}

/** Objects of a kind in all namespaces. */
export async function listAt(client: Client, path: string): Promise<any[]> {
  const list: any = await getJson(client, path);
  return list.items;
}

/** The versions of its group that an object's managedFields name. */
export function managedVersions(object: any): string[] {
  const fields: any[] = object.metadata.managedFields ?? [];
  return [...new Set(fields.map(({ apiVersion }) => apiVersion as string))].toSorted();
}

/** Holds that any other manager can apply each object of a list, without force. */
export async function assertAppliable(
  client: Client,
  path: (object: any) => string,
  objects: readonly any[],
): Promise<void> {
  const limit = pLimit(8);
  await Promise.all(
    objects.map((object) =>
      limit(async () => {
        const { apiVersion, kind, metadata } = object;
        const { name, namespace } = metadata;
        const labels = { 'example.com/applied': 'yes' };
        const applied = await applyAt(
          client,
          path(object),
          { apiVersion, kind, metadata: { name, ...(namespace && { namespace }), labels } },
          { manager: 'someone-else', force: false },
        );
        assert.equal(applied.metadata.labels['example.com/applied'], 'yes');
      }),
    ),
  );
}
