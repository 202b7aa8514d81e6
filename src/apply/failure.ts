import { ApiError } from '../cluster/api-error.ts';
import { counted } from '../counted.ts';
import { DeadlineError } from '../deadline.ts';
import type { Problem } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { placeOf } from '../plan/place-of.ts';
import type { PlanNode } from '../plan/plan.ts';
import { GateError } from './crd-gate.ts';
import type { Outcome } from './outcome.ts';
import { refusalProblem } from './refusal.ts';

/** Something that an object depends on failed, so the object was not written. */
export class DependencyError extends Error {
  override readonly name = 'DependencyError';

  constructor(dependency: PlanNode) {
    super(`${displayObject(dependency.id)} failed`);
  }
}

/** A namespace is being deleted: it takes nothing new, and what is in it goes. */
export class TerminatingError extends Error {
  override readonly name = 'TerminatingError';
}

/** Stored objects of a CRD could not be rewritten, so the CRD was not written. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${counted(problems.length, 'stored object')} could not be migrated`);
    this.problems = problems;
  }
}

type Times = Pick<Outcome, 'readyAt' | 'doneAt'>;

/**
 * The outcome of an object that an error kept from being done.
 * @param waitingFor what it was waiting for last
 * @throws the error itself where it is no answer of the API server: a bug, or the kubeconfig's fault
 */
export function failedOutcome(
  node: PlanNode,
  error: unknown,
  waitingFor: string,
  times: Times,
): Outcome {
  const at = placeOf(node);
  if (error instanceof DeadlineError) return unfinishedOutcome(node, waitingFor, times);
  if (error instanceof ApiError) {
    return { node, action: 'failed', problem: refusalProblem(node, error), ...times };
  }
  if (error instanceof GateError) {
    const problem = {
      code: 'crd-not-established',
      message: `was written, but its kind will not be served: ${error.message}`,
      hint: error.hint,
      at,
    };
    return { node, action: 'failed', problem, ...times };
  }
  if (error instanceof TerminatingError) {
    const problem = {
      code: 'apply-terminating',
      message: 'is being deleted: it takes nothing new, and what is in it goes',
      hint: `see what holds that up (kubectl get namespace ${node.id.name} -o yaml); once it is gone, apply again`,
      at,
    };
    return { node, action: 'failed', problem, ...times };
  }
  if (error instanceof MigrationError) {
    const problem = {
      code: 'apply-migration',
      message: `was not written, since ${error.message}; until then both versions are served, and nothing is lost`,
      hint: 'see what is said of the objects',
      at,
    };
    return { node, action: 'failed', problem, further: error.problems, ...times };
  }
  if (error instanceof DependencyError) {
    const problem = {
      code: 'apply-skipped',
      message: `was not written, since ${error.message}`,
      hint: 'repair that first',
      at,
    };
    return { node, action: 'skipped', problem, ...times };
  }
  throw error;
}

/** The outcome of an object that was not done when the deadline passed. */
export function unfinishedOutcome(node: PlanNode, waitingFor: string, times: Times): Outcome {
  const problem = {
    code: 'apply-deadline',
    message: `the deadline passed while it waited for ${waitingFor}`,
    hint: 'see what keeps that from happening, or give more time with --timeout',
    at: placeOf(node),
  };
  return { node, action: 'waiting', problem, ...times };
}
