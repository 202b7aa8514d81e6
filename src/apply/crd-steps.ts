import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import { EXIT, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { crdInfo, isCrd } from '../manifest/crd.ts';
import type { Json } from '../manifest/json.ts';
import { valueAt } from '../manifest/json.ts';
import { groupKindKey, versionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { judgeCrdChange } from '../migration/judge-crd-change.ts';
import { repairedKind } from '../migration/repair-managed-fields.ts';
import type { RewrittenKind } from '../migration/rewrite-object.ts';
import { scanLostFields } from '../migration/scan-lost-fields.ts';
import { placeOf } from '../plan/place-of.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isAsLeft, isUnchanged } from './before.ts';
import type { Before } from './before.ts';
import { applyStep, keepStep, migrateStep } from './crd-step.ts';
import type { CrdStep, CrdSteps } from './crd-step.ts';
import { compareReleases } from './release-order.ts';

// Each is up to a megabyte, as is what it is compared with: one is read while another is judged.
const JUDGED_AT_ONCE = 2;

/**
 * Judges every CRD that is in the cluster already, and not as this set has it: what the stored objects need
 * before it is written, and whether it may be written at all. Reads only.
 * @throws {UserError} exit status 6, with everything that speaks against it
 */
export async function planCrdSteps(
  client: Client,
  plan: Plan,
  trees: readonly AppliedTree[],
  before: Before,
  onProgress: (text: string) => void,
): Promise<CrdSteps> {
  const needed = Map.groupBy(plan.nodes, ({ id }) => groupKindKey(id));
  const limit = pLimit(JUDGED_AT_ONCE);
  const problems: Problem[] = [];
  const judge = async (node: PlanNode): Promise<[string, CrdStep][]> => {
    const existing = before.states.get(node.key);
    if (existing === undefined || existing.deleting || isUnchanged(before, node)) return [];
    const live = await readCrd(client, node);
    if (live === undefined) return [];
    const next = node.manifest.object();
    const info = crdInfo(next);
    // The API server says what is wrong with it.
    if (info === undefined) return [];
    const objects = needed.get(groupKindKey(info)) ?? [];
    // Trees that have an older form of it have no say.
    const owners = trees.filter(
      ({ name }) => node.forms.get(name)?.digest === node.manifest.digest,
    );
    const decision = judgeCrdChange(live, next, {
      neededVersions: objects.map(({ manifest }) => versionOf(manifest.outline.apiVersion)),
      isRollback: isRollback(owners, before),
    });
    if (decision.action === 'refuse') {
      problems.push({ ...decision.problem, at: placeOf(node) });
      return [];
    }
    const left = decision.action === 'keep' ? live : next;
    const known = {
      node,
      existing,
      defines: info,
      status: valueAt(live, ['status']) as Json,
      damaged: isAsLeft(before, node.key, existing)
        ? damagedBy(live, left)
        : repairedKind(left, live),
    };
    if (decision.action === 'keep') return [[node.key, keepStep(client, known, decision.reason)]];
    const mayDrop = owners.flatMap((owner) => owner.mayDrop);
    problems.push(...(await scanLostFields(client, live, next, mayDrop)));
    const step =
      decision.action === 'migrate'
        ? migrateStep(client, known, decision, onProgress)
        : applyStep(client, known);
    return [[node.key, step]];
  };
  const crds = plan.nodes.filter(({ manifest }) => isCrd(manifest.outline));
  const steps = await Promise.all(crds.map((node) => limit(() => judge(node))));
  throwIfAny(problems, EXIT.unsafe);
  return new Map(steps.flat());
}

/**
 * What has to be repaired although the CRD is as this program has left it, and its objects were repaired then:
 * only a version that goes now can leave something.
 */
function damagedBy(live: KubernetesObject, next: KubernetesObject): RewrittenKind | undefined {
  const left = new Set(crdInfo(next)?.versions.map(({ name }) => name));
  const goes = crdInfo(live)?.versions.some(({ name }) => !left.has(name)) === true;
  return goes ? repairedKind(next, live) : undefined;
}

async function readCrd(client: Client, node: PlanNode): Promise<KubernetesObject | undefined> {
  if (node.kind === undefined) return undefined;
  const resource = resourceOf(node.manifest.outline.apiVersion, node.kind, node.id);
  const live = await getJson(client, resourcePath(resource, node.id.name));
  return valueAt(live, ['spec']) === undefined ? undefined : (live as KubernetesObject);
}

/** Whether the device went back to an older release of any of the trees; undefined where none can say. */
function isRollback(owners: readonly AppliedTree[], before: Before): boolean | undefined {
  const orders = new Set(
    owners.map(({ name, version }) =>
      compareReleases(before.inventories.get(name)?.release ?? '', version ?? ''),
    ),
  );
  if (orders.has(1)) return true;
  return orders.has(-1) ? false : undefined;
}
