import type { Client } from '../cluster/client.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { counted } from '../counted.ts';
import type { Json } from '../manifest/json.ts';
import { isJsonObject } from '../manifest/json.ts';
import { migrateCrd } from '../migration/migrate-crd.ts';
import { repairManagedFields } from '../migration/repair-managed-fields.ts';
import type { RewrittenKind } from '../migration/rewrite-object.ts';
import type { Rewritten } from '../migration/rewrite-objects.ts';
import type { GroupKind } from '../manifest/object.ts';
import { groupKindKey } from '../manifest/object.ts';
import type { PlanNode } from '../plan/plan.ts';
import { MigrationError } from './failure.ts';
import type { Written } from './write-object.ts';

/** What is done with a CRD that is there already. */
export type CrdStep = {
  /** Does it, around writing the CRD or instead. */
  run: (write: () => Promise<Written>) => Promise<Written>;
  /** What a dry run tells of it; undefined where that asks the API server, as for any other object. */
  foretold?: { action: 'kept' | 'configured'; note: string };
  /** The kind, as {@link groupKindKey} has it, whose stored objects it moves to another version. */
  moves?: string;
};

/** By {@link PlanNode.key}; a CRD without a step is written like any other object. */
export type CrdSteps = ReadonlyMap<string, CrdStep>;

/** What is known of a CRD: none of its schemas, which would stay in memory until the last is written. */
export type KnownCrd = {
  node: PlanNode;
  existing: ObjectState;
  defines: GroupKind;
  /** The live one's. */
  status: Json;
  /** The kind whose objects may be such that nobody can apply them any longer; undefined where none are. */
  damaged: RewrittenKind | undefined;
};

/** Leaves the live CRD as it is. */
export function keepStep(client: Client, crd: KnownCrd, reason: string): CrdStep {
  const { node, existing, status } = crd;
  const { apiVersion, kind, metadata } = node.manifest.outline;
  return {
    foretold: { action: 'kept', note: reason },
    async run() {
      const { rewritten, problems } = await repair(client, crd);
      // What could not be repaired was so before, and no reason to stop here.
      const left = `nobody can apply ${counted(problems.length, 'object')}, whose managedFields name another version`;
      const notes = [
        reason,
        ...(rewritten === 0 ? [] : [repaired(rewritten)]),
        ...(problems.length === 0 ? [] : [left]),
      ];
      const live = { apiVersion, kind, metadata, status };
      return { action: 'kept', state: existing, live, note: notes.join('; ') };
    },
  };
}

/** Writes the CRD, and looks for objects that an earlier upgrade, or this one, leaves so that nobody can apply them. */
export function applyStep(client: Client, crd: KnownCrd): CrdStep {
  return {
    async run(write) {
      const written = withStatus(await write(), crd);
      const { rewritten } = refuseProblems(await repair(client, crd));
      return rewritten === 0 ? written : { ...written, note: repaired(rewritten) };
    },
  };
}

/** Rewrites the objects that are stored in a version that goes, then writes the CRD. */
export function migrateStep(
  client: Client,
  crd: KnownCrd,
  { from, to }: { from: readonly string[]; to: string },
  onProgress: (text: string) => void,
): CrdStep {
  const step = `from ${from.join(', ')} to ${to}`;
  return {
    foretold: { action: 'configured', note: `its stored objects are migrated ${step}` },
    moves: groupKindKey(crd.defines),
    async run(write) {
      const next = crd.node.manifest.object();
      const { rewritten } = refuseProblems(await migrateCrd(client, next, onProgress));
      const written = withStatus(await write(), crd);
      return { ...written, note: `migrated ${counted(rewritten, 'stored object')} ${step}` };
    },
  };
}

async function repair(client: Client, { damaged }: KnownCrd): Promise<Rewritten> {
  return damaged === undefined
    ? { rewritten: 0, problems: [] }
    : repairManagedFields(client, damaged);
}

function repaired(count: number): string {
  return `repaired managedFields of ${counted(count, 'object')}, which nobody could apply any longer`;
}

function refuseProblems(result: Rewritten): Rewritten {
  if (result.problems.length > 0) throw new MigrationError(result.problems);
  return result;
}

/** A CRD that was Established stays so when it is written: its gate needs no other word of that. */
function withStatus(written: Written, { status }: KnownCrd): Written {
  const { live } = written;
  return isJsonObject(live) ? { ...written, live: { ...live, status } } : written;
}
