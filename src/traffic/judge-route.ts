import { isReferenceCause } from './judge-backend.ts';
import { withWords } from './judge-listener.ts';
import { ok, reported, shown } from './link.ts';
import type { Cause, Link, Verdict } from './link.ts';
import { shortName } from './live-object.ts';
import type { Reference } from './reference.ts';
import { statusFor } from './route-status.ts';
import type { Route } from './route.ts';
import { said, staleMessage, wordsOf } from './said.ts';

/**
 * Judges a route as one of its parents has it: what the objects show, then what the parent's controller says.
 * @param refusal why no listener takes it
 * @param backends its backends as they were judged: a broken one may be why its references are not resolved
 * @param controller who is to judge it, `''` where that is not known
 */
export function judgeRoute(
  route: Route,
  parent: Reference,
  refusal: Cause | undefined,
  backends: readonly Link[],
  controller: string,
): Verdict {
  const status = statusFor(route, parent, controller);
  const accepted = said(status, 'Accepted', route.generation);
  if (refusal !== undefined) return shown(withWords(refusal, accepted, 'false'));
  const name = shortName(parent);
  switch (accepted.says) {
    case 'stale':
      return stale('Accepted', accepted.observed, route);
    case 'nothing':
    case 'unknown':
      return reported('pending', {
        code: 'route-unseen',
        message: `the controller of ${name} has not judged it yet`,
        fix: `look whether the controller of ${name} runs and serves ${route.id.kind}s, and at its log`,
      });
    case 'false':
      return reported('broken', {
        code: 'route-refused',
        message: `is not accepted by ${name}: ${wordsOf(accepted)}`,
        fix: 'correct what the controller says of the route',
      });
    case 'true':
  }
  const dead = deadRule(route, parent);
  return dead === undefined ? ofAccepted(route, name, status, backends) : shown(dead);
}

function ofAccepted(
  route: Route,
  parent: string,
  status: unknown,
  backends: readonly Link[],
): Verdict {
  const resolved = said(status, 'ResolvedRefs', route.generation);
  if (resolved.says === 'stale') return stale('ResolvedRefs', resolved.observed, route);
  if (resolved.says === 'false') {
    const isExplained = backends.some(({ cause }) => isReferenceCause(cause));
    if (isExplained) return ok(`its controller says ${resolved.reason}`);
    return reported('broken', {
      code: 'route-references',
      message: `refers to what cannot be used, says the controller of ${parent}: ${wordsOf(resolved)}`,
      fix: 'correct backendRefs and filters of the route, or create what they name',
    });
  }
  const partly = said(status, 'PartiallyInvalid', route.generation);
  if (partly.says !== 'true') return ok();
  return reported('broken', {
    code: 'route-partly-invalid',
    message: `some of its rules are left out: ${wordsOf(partly)}`,
    fix: 'correct what the controller says of the route',
  });
}

function stale(type: string, observed: number, { generation }: Route): Verdict {
  return reported('pending', {
    code: 'route-stale',
    message: staleMessage(type, observed, generation),
    fix: 'look whether the controller of its parent runs, and at its log',
  });
}

/** A rule whose requests nobody answers: they end with an error. */
function deadRule({ rules }: Route, parent: Reference): Cause | undefined {
  for (const [index, { backends, answers }] of rules.entries()) {
    const targets = backends.filter(({ use }) => use === 'answer');
    // What a mesh does without a backend is its own matter.
    if (answers || (targets.length === 0 && parent.kind === 'Service')) continue;
    if (targets.length === 0) {
      return {
        code: 'rule-without-backend',
        message: `its rule ${index + 1} has neither a backend nor a filter that answers: requests end with an error`,
        fix: `add backendRefs, or a RequestRedirect, to spec.rules[${index}]`,
      };
    }
    if (targets.every(({ weight }) => weight === 0)) {
      return {
        code: 'weights-zero',
        message: `all backends of its rule ${index + 1} have the weight 0: requests end with an error`,
        fix: `give a backend in spec.rules[${index}].backendRefs a weight above 0`,
      };
    }
  }
  return undefined;
}
