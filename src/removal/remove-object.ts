import type { LimitFunction } from 'p-limit';
import { deleteObject } from '../cluster/delete-object.ts';
import type { Propagation } from '../cluster/delete-object.ts';
import { withRetries } from '../cluster/retry.ts';
import { textAt } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import { groupKindKey } from '../manifest/object.ts';
import { awaitGone } from './await-gone.ts';
import { awaitInstances } from './await-instances.ts';
import { readCustomKind } from './custom-kind.ts';
import { findObject } from './find-object.ts';
import type { Found } from './find-object.ts';
import { keepObject, neverDeleted } from './keep-object.ts';
import type { KeepContext } from './keep-object.ts';
import { isCrdKind, isCustomKind, isNamespaceKind } from './kinds.ts';
import type { Kept } from './outcome.ts';
import type { RemovalPolicy } from './policy.ts';
import { releaseStuck } from './release-stuck.ts';
import type { Removable } from './removable.ts';

export type RemoveContext = KeepContext & {
  /** Bounds how many objects are read and deleted at once. */
  limit: LimitFunction;
  /** Bounds how many objects are watched at once. */
  watchLimit: LimitFunction;
  /** The names of other trees that have an object too, by its key. */
  shared: ReadonlyMap<string, string>;
};

/** Told why an object is not gone yet. */
export type Wait = (reason: string) => void;

export type Removed = { action: 'deleted' | 'absent' } | { action: 'kept'; kept: Kept };

const REPLACED: Kept = {
  because: 'replaced',
  reason: 'it is not what was applied: somebody has made another under its name since',
};

/**
 * Deletes one object and waits until it is gone, unless it has to be kept. One that somebody else is deleting
 * already is only waited for.
 * @throws {ApiError} where the API server refuses it for good; the deadline's reason
 */
export async function removeObject(
  removable: Removable,
  context: RemoveContext,
  wait: Wait,
): Promise<Removed> {
  const { client, limit, watchLimit, policy } = context;
  const { id } = removable;
  const onRetry = ({ message }: Error): void => {
    wait(`the API server does not do it yet: ${message}`);
  };
  let seen: string | undefined;

  /** A 409 makes another attempt, with another look: the object may be another one by then. */
  const begin = async (): Promise<Removed | Found> => {
    const found = await limit(() => findObject(client, removable, onRetry));
    if (found === undefined) return { action: seen === undefined ? 'absent' : 'deleted' };
    const liveUid = textAt(found.live, ['metadata', 'uid']);
    seen ??= liveUid;
    const meant = { ...removable, uid: removable.uid ?? seen };
    const always = keptAnyway(meant, found.live, context);
    if (always !== undefined) return { action: 'kept', kept: always };
    if (textAt(found.live, ['metadata', 'deletionTimestamp']) !== '') return found;
    const kept = await keepObject(removable, context, wait);
    if (kept !== undefined) return { action: 'kept', kept };
    const options = { uid: liveUid, propagation: propagationOf(id, policy), onRetry };
    await limit(() => deleteObject(client, found.resource, id.name, options));
    return found;
  };

  const begun = await withRetries(begin, { signal: client.signal, onRetry });
  if ('action' in begun) return begun;
  await watchLimit(() => untilGone(begun, context, id, wait));
  return { action: 'deleted' };
}

/** Why an object that is there is kept whatever state it is in; undefined for any other. */
export function keptAnyway(
  removable: Removable,
  live: unknown,
  { policy, shared }: Pick<RemoveContext, 'policy' | 'shared'>,
): Kept | undefined {
  const { key, uid } = removable;
  if (uid !== undefined && uid !== textAt(live, ['metadata', 'uid'])) return REPLACED;
  const other = shared.get(key);
  return neverDeleted(removable, policy) ?? (other === undefined ? undefined : sharedBy(other));
}

async function untilGone(
  { resource, live }: Found,
  { client }: RemoveContext,
  id: ObjectId,
  wait: Wait,
): Promise<void> {
  const gone = { resource, name: id.name, uid: textAt(live, ['metadata', 'uid']) };
  if (!isCrdKind(id)) {
    const form = isNamespaceKind(id) ? 'whole' : 'metadata';
    const ended = new AbortController();
    const until = AbortSignal.any([client.signal, ended.signal]);
    // It only helps: what is wrong with it, the wait itself runs into.
    const released = releaseStuck(client, gone, until).catch(() => {});
    await awaitGone(client, gone, wait, form).finally(() => ended.abort());
    await released;
    return;
  }
  // A CRD goes with the last of its objects; what holds these up is what holds it up.
  const reasons = { crd: '', objects: '' };
  const tell = (of: Partial<typeof reasons>): void => {
    Object.assign(reasons, of);
    wait(reasons.objects === '' ? reasons.crd : reasons.objects);
  };
  const kind = await readCustomKind(client, id.name);
  await Promise.all([
    awaitGone(client, gone, (crd) => tell({ crd }), 'whole'),
    kind === undefined || awaitInstances(client, kind, 'all', (objects) => tell({ objects })),
  ]);
}

/**
 * What owns others, and so may have them finalized by what goes next, goes after them: custom resources and
 * workloads, whose pods are to end while they still have their rights.
 */
function propagationOf(id: ObjectId, policy: RemovalPolicy): Propagation {
  if (policy.purpose === 'prune' && policy.moved?.has(groupKindKey(id))) return 'Background';
  const isWorkload = ['apps', 'batch'].includes(id.group) || id.kind === 'ReplicationController';
  return isCustomKind(id) || isWorkload ? 'Foreground' : 'Background';
}

function sharedBy(tree: string): Kept {
  return { because: 'shared', reason: `the tree ${tree} has it too` };
}
