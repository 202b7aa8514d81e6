import { EXIT, UserError } from '../errors.ts';
import type { Problem } from '../errors.ts';

/** Trees that must not be applied beside what is in the cluster: nothing was written. Others may be. */
export class RefusedTrees extends UserError {
  /** What speaks against each, by name. */
  readonly trees: ReadonlyMap<string, readonly Problem[]>;

  constructor(trees: ReadonlyMap<string, readonly Problem[]>) {
    // Of two trees that have an object, both are told of it.
    super(EXIT.unsafe, [...new Set([...trees.values()].flat())]);
    this.trees = trees;
  }
}
