import type { Condition } from '../cluster/conditions.ts';
import type { Resource } from '../cluster/resource.ts';
import { listAt, textAt } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import { oneLine } from '../one-line.ts';
import type { Definition } from './served-definitions.ts';

/** What a live object says about its health; `undefined` stands for an object that does not exist. */
export type Judge = (live: unknown) => Verdict;

export type Verdict = Healthy | Unhealthy;

export type Healthy = {
  healthy: true;
  /** Since when, in milliseconds since 1970, where the object tells. */
  since?: number;
};

export type Unhealthy = {
  healthy: false;
  /** Follows the object's name in a sentence. */
  reason: string;
  /** Of the table in causes/cause-table.ts, where the object itself tells what is wrong. */
  cause?: string;
};

/** One thing that has to be true for the component to be healthy. */
export type Check = {
  /** Without a name, each object of the kind that there is: then the judge gets the list of them. */
  id: ObjectId;
  resource: Resource;
  /** What is looked at, for people: `Established`, `rollout`, `condition Ready`. */
  subject: string;
  judge: Judge;
  /** Whether it stays true once it is: then it need not be watched any longer. */
  final: boolean;
  /** What the object makes the API server serve: where it does, the object need not be read. */
  defines?: Definition;
  /**
   * The Service that the object calls, where that is judged in place of the object: then the judge gets a {@link Called}.
   */
  calls?: ServicePort;
  /** The Service behind the object: why that has no endpoint is why the object is not healthy. */
  behind?: ServiceId;
  /** The workloads that do the object's work: what blocks them, blocks it. */
  workedBy?: readonly ObjectId[];
};

export type ServiceId = { namespace: string; name: string };

/** Where the API server calls. */
export type ServicePort = ServiceId & { port: number };

/** A Service that is called, and its EndpointSlices. */
export type Called = { service: unknown; slices: readonly unknown[] };

export const HEALTHY: Verdict = { healthy: true };

/** The verdict for an object that is healthy since this condition is True. */
export function healthySince(condition: Condition | undefined): Verdict {
  const since = Date.parse(condition?.lastTransitionTime ?? '');
  return Number.isNaN(since) ? HEALTHY : { healthy: true, since };
}

/** The verdict for an object that is not healthy; the reason follows its name in a sentence. */
export function unhealthy(reason: string, cause?: string): Unhealthy {
  return { healthy: false, reason: oneLine(reason), ...(cause === undefined ? {} : { cause }) };
}

/** Judges an object that has to be there and to stay: one that is being deleted does its work no longer. */
export function ofLasting(judge: Judge): Judge {
  return (live) => {
    if (live === undefined) return unhealthy('does not exist', 'Missing');
    if (textAt(live, ['metadata', 'deletionTimestamp']) === '') return judge(live);
    const finalizers = listAt(live, ['metadata', 'finalizers']).filter(
      (each) => typeof each === 'string',
    );
    const held = finalizers.length === 0 ? '' : `; held up by ${finalizers.join(', ')}`;
    return unhealthy(`is being deleted${held}`, 'BeingDeleted');
  };
}
