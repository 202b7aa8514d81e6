import type { ApiError } from '../cluster/api-error.ts';
import type { Problem } from '../errors.ts';
import { joinLines } from '../one-line.ts';
import type { PlanNode } from '../plan/plan.ts';
import { placeOf } from '../plan/place-of.ts';
import { refusalHint } from './refusal-hint.ts';

/** What the API server's refusal of an object means, and what to do about it. */
export function refusalProblem(node: PlanNode, error: ApiError): Problem {
  const field = error.fields.join(', ') || fieldInMessage(error.message);
  return {
    code: 'apply-refused',
    message: `the API server refused it (${error.status} ${error.reason || 'no reason'}): ${joinLines(error.message)}`,
    hint: refusalHint(node.id.namespace, error),
    at: {
      ...placeOf(node),
      ...(field === '' ? {} : { field }),
    },
  };
}

/**
 * Strict field validation names its fields only in words: `unknown field "spec.x"`,
 * `.spec.x: field not declared in schema`.
 */
function fieldInMessage(message: string): string {
  const match = /unknown field "([^"]+)"|(\.\S+): field not declared/.exec(message);
  return match?.[1] ?? match?.[2]?.replace(/^\./, '') ?? '';
}
