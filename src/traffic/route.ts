import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { GATEWAY, numberAt, textsAt } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';

/** A route of any kind. */
export type Route = LiveObject & {
  /** Empty for every name. */
  hostnames: string[];
  parents: Reference[];
  /** Whether it may be taken by Gateways that it does not name. */
  usesDefaults: boolean;
  rules: Rule[];
};

export type Rule = {
  backends: Backend[];
  /** Whether it answers itself, or may: redirects, and filters that only their controller knows. */
  answers: boolean;
};

/** Where a rule sends requests: to be answered, copies of them, or to ask whether they are allowed. */
export type Backend = Reference & { weight: number; use: 'answer' | 'mirror' | 'authorization' };

const SERVICE = { group: '', kind: 'Service' };

/** Reads a route. */
export function routeOf(route: LiveObject): Route {
  const { object, id } = route;
  return {
    ...route,
    hostnames: textsAt(object, ['spec', 'hostnames']),
    parents: parentsOf(route),
    usesDefaults: usesDefaults(route),
    rules: listAt(object, ['spec', 'rules']).map((rule) => ruleOf(rule, id.namespace)),
  };
}

/** The parents that a route names; one for default Gateways has those of its status, too, which alone tells which. */
function parentsOf(route: LiveObject): Reference[] {
  const { object, id } = route;
  const read = (ref: unknown): Reference => referenceOf(ref, GATEWAY, id.namespace);
  const named = listAt(object, ['spec', 'parentRefs']).map(read);
  if (!usesDefaults(route)) return named;
  const keyOf = ({ group, kind, namespace, name }: Reference): string =>
    [group, kind, namespace, name].join(' ');
  const keys = new Set(named.map(keyOf));
  const taken = listAt(object, ['status', 'parents'])
    .map((status) => read(valueAt(status, ['parentRef'])))
    .filter((parent) => !keys.has(keyOf(parent)));
  return [...named, ...taken];
}

function usesDefaults({ object }: LiveObject): boolean {
  return textAt(object, ['spec', 'useDefaultGateways']) === 'All';
}

function ruleOf(rule: unknown, namespace: string): Rule {
  const filters = listAt(rule, ['filters']);
  const refs = listAt(rule, ['backendRefs']);
  const all = [...filters, ...refs.flatMap((ref) => listAt(ref, ['filters']))];
  const namedBy = (filter: string, use: Backend['use']): Backend[] =>
    all.flatMap((each) => {
      const ref = valueAt(each, [filter, 'backendRef']);
      return ref === undefined ? [] : [{ ...referenceOf(ref, SERVICE, namespace), weight: 1, use }];
    });
  return {
    backends: [
      ...refs.map((ref) => ({
        ...referenceOf(ref, SERVICE, namespace),
        weight: numberAt(ref, ['weight']) ?? 1,
        use: 'answer' as const,
      })),
      ...namedBy('requestMirror', 'mirror'),
      ...namedBy('externalAuth', 'authorization'),
    ],
    answers: filters.some((filter) =>
      ['RequestRedirect', 'ExtensionRef'].includes(textAt(filter, ['type'])),
    ),
  };
}
