import type { Problem } from '../../errors.ts';
import type { ObjectId } from '../../manifest/object.ts';
import type { Edge } from '../../plan/plan.ts';

/** An object as the pages show it: what it is, and what it comes after. */
export type ShownObject = {
  key: string;
  id: ObjectId;
  tree: string;
  after: readonly Edge[];
};

/** What a run has made of an object. */
export type TimedObject = ShownObject & {
  action: string;
  /** Milliseconds since the start of the run: when it could be written, and when it was done. */
  readyAt: number;
  doneAt: number;
  note?: string | undefined;
  problems: readonly Problem[];
};
