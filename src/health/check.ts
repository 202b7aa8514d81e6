import type { Resource } from '../cluster/resource.ts';
import type { ObjectId } from '../manifest/object.ts';

/** What a live object says about its health; `undefined` stands for an object that does not exist. */
export type Judge = (live: unknown) => Verdict;

export type Verdict =
  | { healthy: true }
  | {
      healthy: false;
      /** In words that follow the object's name. */
      reason: string;
      /** Whether waiting will not help. */
      final?: true;
    };

/** One thing that has to be true for the component to be healthy. */
export type Check = {
  id: ObjectId;
  resource: Resource;
  /** What is looked at, for people: `Established`, `rollout`, `condition Ready`. */
  subject: string;
  judge: Judge;
  /** Whether it stays true once it is: then it need not be watched any longer. */
  final: boolean;
};

export const HEALTHY: Verdict = { healthy: true };

/** The verdict for an object that is not healthy; the reason follows its name in a sentence. */
export function unhealthy(reason: string): Verdict {
  return { healthy: false, reason };
}

/** The same where waiting will not help. */
export function failed(reason: string): Verdict {
  return { healthy: false, reason, final: true };
}
