import type { Finding } from '../../findings.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { DNS_LABEL } from '../../manifest/names.ts';
import { pathProblem } from '../options/paths.ts';
import { certificateOf } from './ingress-tls.ts';
import type { TlsOf } from './ingress-tls.ts';
import { leftover, shown } from './leftover.ts';
import { emptyMigration } from './migration.ts';
import type { HostCertificate, HostRule, Migration, WeightedBackend } from './migration.ts';
import { hostLeftover, objectLeftovers, wildcardNote } from './object-checks.ts';
import { ingressPort, serviceKey } from './service-ports.ts';
import type { Services } from './service-ports.ts';

type Path = readonly (string | number)[];

const SPEC_FIELDS = new Set(['ingressClassName', 'defaultBackend', 'rules', 'tls']);

/** What regular expressions have and paths seldom: nobody but the controller knows which it is. */
const LIKE_REGULAR_EXPRESSION = /[\^$*+?()[\]{}|\\]/;

/** The rule of all requests of a host. */
const ALL: HostRule['match'] = { type: 'PathPrefix', value: '/' };

/**
 * Takes an Ingress (networking.k8s.io/v1) apart.
 * @param namespace of the Ingress
 * @param options `tlsOf` knows all Ingresses; `redirect`: whether hosts with TLS redirect HTTP to HTTPS, which most
 *   controllers do by default, and the specification leaves to them
 */
export function readIngress(
  source: ManifestObject,
  namespace: string,
  services: Services,
  options: { tlsOf: TlsOf; redirect: boolean },
): Migration {
  const { object } = source;
  const migration = emptyMigration();
  const { leftovers } = migration;
  leftovers.push(...objectLeftovers(source, SPEC_FIELDS));
  const certificates = new Map<string, HostCertificate>();

  const schemeOf = (host: string): Pick<HostRule, 'http' | 'https'> => {
    const entry = options.tlsOf(host, source);
    if (entry === undefined) return { http: 'serve', https: false };
    if (!certificates.has(host)) certificates.set(host, certificateOf(entry, host, leftovers));
    return { http: options.redirect ? 'redirect' : 'serve', https: true };
  };
  const add = (host: string, match: HostRule['match'], backend: WeightedBackend): void => {
    migration.rules.push({
      namespace,
      host,
      match,
      backends: [backend],
      source,
      ...schemeOf(host),
    });
  };
  const backendAt = (path: Path): WeightedBackend | undefined => {
    const backend = readBackend(source, path, namespace, services);
    if (!('code' in backend)) return backend;
    leftovers.push(backend);
    return undefined;
  };

  const defaultBackend = isJsonObject(valueAt(object, ['spec', 'defaultBackend']))
    ? backendAt(['spec', 'defaultBackend'])
    : undefined;
  const hosts = new Set<string>();
  listAt(object, ['spec', 'rules']).forEach((rule, index) => {
    const host = textAt(rule, ['host']);
    const place = ['spec', 'rules', index];
    const wrong = host === '' ? undefined : hostLeftover(source, [...place, 'host'], host);
    if (wrong !== undefined) {
      leftovers.push(wrong);
      return;
    }
    if (host.startsWith('*.')) leftovers.push(wildcardNote(source, [...place, 'host'], host));
    hosts.add(host);
    listAt(rule, ['http', 'paths']).forEach((each, at) => {
      const path = [...place, 'http', 'paths', at];
      const { match, notes } = readMatch(source, each, path);
      leftovers.push(...notes);
      const backend = match === undefined ? undefined : backendAt([...path, 'backend']);
      if (match !== undefined && backend !== undefined) add(host, match, backend);
    });
  });
  if (defaultBackend !== undefined) {
    const complete = new Set(
      migration.rules
        .filter(({ match }) => match.type === ALL.type && match.value === ALL.value)
        .map(({ host }) => host),
    );
    for (const host of new Set([...hosts, ''])) {
      if (!complete.has(host)) add(host, ALL, defaultBackend);
    }
  }
  return { ...migration, certificates: [...certificates.values()] };
}

function readMatch(
  source: ManifestObject,
  entry: unknown,
  path: Path,
): { match?: HostRule['match']; notes: Finding[] } {
  const value = textAt(entry, ['path']) || '/';
  const pathType = textAt(entry, ['pathType']);
  const place = [...path, 'path'];
  const isUnclear = LIKE_REGULAR_EXPRESSION.test(value);
  if (pathType === 'ImplementationSpecific' && isUnclear) {
    return {
      notes: [
        leftover(source, place, {
          code: 'path-left',
          message: `${shown(value)} may be a regular expression, and is left out`,
          hint: 'add a rule with a match of the type RegularExpression, if the new controller has it',
        }),
      ],
    };
  }
  const problem = pathProblem(value);
  if (problem !== undefined) {
    const hint = 'add a rule with another path';
    return {
      notes: [
        leftover(source, place, {
          code: 'path-left',
          message: `${shown(value)} ${problem}; it is left out`,
          hint,
        }),
      ],
    };
  }
  if (pathType === 'Exact' || pathType === 'Prefix') {
    const literal = leftover(source, place, {
      code: 'path-type-assumed',
      message: `${shown(value)} is taken as it is written, not as a regular expression`,
      hint: 'change the type of the match, if annotations made the controller take it for one',
    });
    return {
      match: { type: pathType === 'Exact' ? 'Exact' : 'PathPrefix', value },
      notes: isUnclear ? [literal] : [],
    };
  }
  return {
    match: { type: 'PathPrefix', value },
    notes: [
      leftover(source, [...path, 'pathType'], {
        code: 'path-type-assumed',
        message: `${shown(pathType)} means what the controller takes it for; ${shown(value)} is taken as a prefix`,
        hint: 'change the type of the match, if it meant something else',
      }),
    ],
  };
}

function readBackend(
  source: ManifestObject,
  path: Path,
  namespace: string,
  services: Services,
): WeightedBackend | Finding {
  const backend = valueAt(source.object, path);
  const service = valueAt(backend, ['service']);
  if (!isJsonObject(service)) {
    const resource = valueAt(backend, ['resource']);
    return leftover(source, [...path, isJsonObject(resource) ? 'resource' : 'service'], {
      code: 'backend-left',
      message: isJsonObject(resource)
        ? `leads to a ${shown(textAt(resource, ['kind']))}, which only its controller knows; the rule is left out`
        : 'is missing; the rule is left out',
      hint: 'put a Service before it, or use what the new controller has for it',
    });
  }
  const name = textAt(service, ['name']);
  if (!DNS_LABEL.test(name)) {
    return leftover(source, [...path, 'service', 'name'], {
      code: 'backend-left',
      message: `${shown(name)} is not the name of a Service; the rule is left out`,
      hint: 'name a Service',
    });
  }
  const found = ingressPort(services.get(serviceKey(namespace, name)), valueAt(service, ['port']));
  if ('port' in found) return { namespace, name, port: found.port, weight: undefined };
  return leftover(source, [...path, 'service', 'port'], {
    code: 'port-left',
    message: `port ${shown(textAt(service, ['port', 'name']))} of the Service ${name}: ${found.unknown}; the rule is left out`,
    hint: 'put the Service into the input too: kubectl get ingresses,services -o yaml',
  });
}
