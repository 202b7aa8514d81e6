import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { GATEWAY_GROUP, numberAt, textsAt } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';

/** A route of any kind. */
export type Route = LiveObject & {
  /** Empty for every name. */
  hostnames: string[];
  parents: Reference[];
  rules: Rule[];
};

export type Rule = {
  backends: Backend[];
  /** Whether it answers itself, or may: redirects, and filters that only their controller knows. */
  answers: boolean;
};

/** Where a rule sends requests: all of them, or copies (`mirror`). */
export type Backend = Reference & { weight: number; mirror: boolean };

const SERVICE = { group: '', kind: 'Service' };

/** Reads a route. */
export function routeOf(route: LiveObject): Route {
  const { object, id } = route;
  return {
    ...route,
    hostnames: textsAt(object, ['spec', 'hostnames']),
    parents: listAt(object, ['spec', 'parentRefs']).map((ref) =>
      referenceOf(ref, { group: GATEWAY_GROUP, kind: 'Gateway' }, id.namespace),
    ),
    rules: listAt(object, ['spec', 'rules']).map((rule) => ruleOf(rule, id.namespace)),
  };
}

function ruleOf(rule: unknown, namespace: string): Rule {
  const filters = listAt(rule, ['filters']);
  const mirrors = filters
    .map((filter) => valueAt(filter, ['requestMirror', 'backendRef']))
    .filter((ref) => ref !== undefined);
  return {
    backends: [
      ...listAt(rule, ['backendRefs']).map((ref) => ({
        ...referenceOf(ref, SERVICE, namespace),
        weight: numberAt(ref, ['weight']) ?? 1,
        mirror: false,
      })),
      ...mirrors.map((ref) => ({
        ...referenceOf(ref, SERVICE, namespace),
        weight: 1,
        mirror: true,
      })),
    ],
    answers: filters.some((filter) =>
      ['RequestRedirect', 'ExtensionRef'].includes(textAt(filter, ['type'])),
    ),
  };
}
