import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import { counted } from '../counted.ts';
import { EXIT, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { crdInfo, isCrd } from '../manifest/crd.ts';
import { valueAt } from '../manifest/json.ts';
import { groupKindKey, versionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { judgeCrdChange } from '../migration/judge-crd-change.ts';
import { migrateCrd } from '../migration/migrate-crd.ts';
import { repairManagedFields } from '../migration/repair-managed-fields.ts';
import type { Rewritten } from '../migration/rewrite-objects.ts';
import { scanLostFields } from '../migration/scan-lost-fields.ts';
import { placeOf } from '../plan/place-of.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isUnchanged } from './before.ts';
import type { Before } from './before.ts';
import type { CrdStep, CrdSteps } from './crd-step.ts';
import { MigrationError } from './failure.ts';
import { compareReleases } from './release-order.ts';

// Each is up to a megabyte, as is what it is compared with.
const JUDGED_AT_ONCE = 4;

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
    const objects = info === undefined ? [] : (needed.get(groupKindKey(info)) ?? []);
    const tree = trees.find(({ name }) => name === node.tree);
    const decision = judgeCrdChange(live, next, {
      neededVersions: objects.map(({ manifest }) => versionOf(manifest.outline.apiVersion)),
      isRollback: isRollback(tree, before),
    });
    const step = { client, node, existing, onProgress };
    switch (decision.action) {
      case 'refuse':
        problems.push({ ...decision.problem, at: placeOf(node) });
        return [];
      case 'keep':
        return [[node.key, keepStep(step, live, decision.reason)]];
      case 'migrate':
      case 'apply':
        problems.push(...(await scanLostFields(client, live, next, tree?.mayDrop ?? [])));
        return [
          [node.key, decision.action === 'apply' ? applyStep(step) : migrateStep(step, decision)],
        ];
    }
  };
  const crds = plan.nodes.filter(({ manifest }) => isCrd(manifest.outline));
  const steps = await Promise.all(crds.map((node) => limit(() => judge(node))));
  throwIfAny(problems, EXIT.unsafe);
  return new Map(steps.flat());
}

type StepContext = {
  client: Client;
  node: PlanNode;
  existing: ObjectState;
  onProgress: (text: string) => void;
};

/** Leaves the live CRD as it is. */
function keepStep(
  { client, existing }: StepContext,
  live: KubernetesObject,
  note: string,
): CrdStep {
  // Its schemas are of no more use.
  const { apiVersion, kind, metadata, status = null } = live;
  const known = { apiVersion, kind, metadata, status };
  return {
    foretold: { action: 'kept', note },
    async run() {
      const { rewritten } = await repairManagedFields(client, live);
      return {
        action: 'kept',
        state: existing,
        live: known,
        note: rewritten === 0 ? note : `${note}; ${repaired(rewritten)}`,
      };
    },
  };
}

/** Writes the CRD, and looks for objects that an earlier upgrade has left so that nobody can apply them. */
function applyStep({ client, node }: StepContext): CrdStep {
  return {
    async run(write) {
      const written = await write();
      const live = (written.live as KubernetesObject | undefined) ?? (await readCrd(client, node));
      if (live === undefined) return written;
      const { rewritten } = refuseProblems(await repairManagedFields(client, live));
      return rewritten === 0 ? written : { ...written, note: repaired(rewritten) };
    },
  };
}

/** Rewrites the objects that are stored in a version that goes, then writes the CRD. */
function migrateStep(
  { client, node, onProgress }: StepContext,
  { from, to }: { from: readonly string[]; to: string },
): CrdStep {
  const step = `from ${from.join(', ')} to ${to}`;
  return {
    foretold: { action: 'configured', note: `its stored objects are migrated ${step}` },
    async run(write) {
      const { rewritten } = refuseProblems(
        await migrateCrd(client, node.manifest.object(), onProgress),
      );
      const written = await write();
      return { ...written, note: `migrated ${counted(rewritten, 'stored object')} ${step}` };
    },
  };
}

function refuseProblems(result: Rewritten): Rewritten {
  if (result.problems.length > 0) throw new MigrationError(result.problems);
  return result;
}

function repaired(count: number): string {
  return `repaired managedFields of ${counted(count, 'object')}, which nobody could apply any longer`;
}

async function readCrd(client: Client, node: PlanNode): Promise<KubernetesObject | undefined> {
  if (node.kind === undefined) return undefined;
  const resource = resourceOf(node.manifest.outline.apiVersion, node.kind, node.id);
  const live = await getJson(client, resourcePath(resource, node.id.name));
  return valueAt(live, ['spec']) === undefined ? undefined : (live as KubernetesObject);
}

function isRollback(tree: AppliedTree | undefined, before: Before): boolean | undefined {
  const recorded = tree === undefined ? undefined : before.inventories.get(tree.name)?.release;
  const order = compareReleases(recorded ?? '', tree?.version ?? '');
  return order === undefined || order === 0 ? undefined : order === 1;
}
