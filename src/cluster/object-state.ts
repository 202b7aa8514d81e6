import { valueAt } from '../manifest/json.ts';

/** What tells one state of a live object from another, without its content. */
export type ObjectState = {
  uid: string;
  resourceVersion: string;
  /** 0 for kinds that have none. */
  generation: number;
  deleting: boolean;
};

/** Reads the state from an object's metadata, as any form of the object has it. */
export function objectState(object: unknown): ObjectState {
  const text = (field: string): string => {
    const value = valueAt(object, ['metadata', field]);
    return typeof value === 'string' ? value : '';
  };
  const generation = valueAt(object, ['metadata', 'generation']);
  return {
    uid: text('uid'),
    resourceVersion: text('resourceVersion'),
    generation: typeof generation === 'number' ? generation : 0,
    deleting: text('deletionTimestamp') !== '',
  };
}
