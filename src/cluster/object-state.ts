import { isJsonObject, valueAt } from '../manifest/json.ts';

/** What tells one state of a live object from another, without its content. */
export type ObjectState = {
  uid: string;
  resourceVersion: string;
  /** 0 for kinds that have none. */
  generation: number;
  /** When the field manager's last apply changed something (RFC 3339), `''` if it never applied. */
  appliedAt: string;
  deleting: boolean;
};

/** Reads the state from an object's metadata, as any form of the object has it. */
export function objectState(object: unknown, fieldManager: string): ObjectState {
  const metadata = valueAt(object, ['metadata']);
  const text = (field: string): string => {
    const value = valueAt(metadata, [field]);
    return typeof value === 'string' ? value : '';
  };
  const generation = valueAt(metadata, ['generation']);
  const managers = valueAt(metadata, ['managedFields']);
  const own = (Array.isArray(managers) ? managers : []).find(
    (entry: unknown) =>
      isJsonObject(entry) && entry.manager === fieldManager && entry.operation === 'Apply',
  );
  const time = valueAt(own, ['time']);
  return {
    uid: text('uid'),
    resourceVersion: text('resourceVersion'),
    generation: typeof generation === 'number' ? generation : 0,
    appliedAt: typeof time === 'string' ? time : '',
    deleting: text('deletionTimestamp') !== '',
  };
}

/**
 * Whether an apply between the two states changed nothing. A controller may have written status in
 * between, which moves the resourceVersion; the API server renews the manager's time only when the
 * apply itself changed a field.
 */
export function isUnchanged(before: ObjectState, after: ObjectState): boolean {
  if (before.uid !== after.uid) return false;
  if (before.resourceVersion === after.resourceVersion) return true;
  return (
    before.appliedAt !== '' &&
    before.appliedAt === after.appliedAt &&
    before.generation === after.generation
  );
}
