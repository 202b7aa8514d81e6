import type { Finding } from '../../findings.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { KubernetesObject, ManifestObject } from '../../manifest/object.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { pathProblem } from '../options/paths.ts';
import { certificatesIn } from './certificates-in.ts';
import { leftover, shown, shownNames } from './leftover.ts';
import { emptyMigration } from './migration.ts';
import type { HostCertificate, HostRule, Migration, WeightedBackend } from './migration.ts';
import { hostLeftover, metadataLeftovers, wildcardNote } from './object-checks.ts';
import { routePort, serviceKey } from './service-ports.ts';
import type { Services } from './service-ports.ts';
import { ROUTE_FIELDS, unreadFields } from './unread-fields.ts';

/** The most that a Route gives to one of its Services. */
const MAX_WEIGHT = 256;
/** As many Services a Route has at most beside its first. */
const MAX_ALTERNATES = 3;
const DEFAULT_WEIGHT = 100;

/**
 * Takes a Route (route.openshift.io/v1) apart.
 * @param namespace of the Route
 * @param api tells what there is for TLS that ends in pods
 */
export function readRoute(
  source: ManifestObject,
  namespace: string,
  services: Services,
  api: GatewayApi,
): Migration {
  const migration = emptyMigration();
  const { leftovers } = migration;
  leftovers.push(...metadataLeftovers(source), ...unreadFields(source, ROUTE_FIELDS));
  const left = (path: readonly (string | number)[], message: string, hint: string): Migration => {
    leftovers.push(leftover(source, path, { code: 'route-left', message, hint }));
    return migration;
  };

  const host = readHost(source);
  if (host === '') {
    return left(
      ['spec', 'host'],
      'has no host, nor one that a router gave it; the Route is left out',
      'give it a host',
    );
  }
  const wrongHost = hostLeftover(source, ['spec', 'host'], host);
  const value = textAt(source.object, ['spec', 'path']) || '/';
  const wrongPath = pathProblem(value);
  if (wrongHost !== undefined) leftovers.push(wrongHost);
  if (wrongPath !== undefined) {
    left(
      ['spec', 'path'],
      `${shown(value)} ${wrongPath}; the Route is left out`,
      'give it another path',
    );
  }
  if (host.startsWith('*.')) leftovers.push(wildcardNote(source, ['spec', 'wildcardPolicy'], host));
  leftovers.push(...otherHosts(source));
  const { backends, notes } = readBackends(source, namespace, services);
  leftovers.push(...notes);
  if (wrongHost !== undefined || wrongPath !== undefined || backends.length === 0) return migration;

  const rule: Omit<HostRule, 'http' | 'https'> = {
    namespace,
    host,
    match: { type: 'PathPrefix', value },
    backends,
    source,
  };
  const tls = valueAt(source.object, ['spec', 'tls']);
  const termination = textAt(tls, ['termination']).toLowerCase();
  if (!isJsonObject(tls)) {
    migration.rules.push({ ...rule, http: 'serve', https: false });
    return migration;
  }
  const insecure = insecureOf(tls);
  switch (termination) {
    case 'passthrough':
      if (!api.kinds.has('TLSRoute')) {
        return left(
          ['spec', 'tls', 'termination'],
          'passthrough needs a TLSRoute, which is not to be had; the Route is left out',
          'name with --component a tree whose CRDs have TLSRoute',
        );
      }
      migration.passthroughs.push({ namespace, host, backends, source });
      if (insecure === 'redirect') {
        migration.rules.push({ ...rule, backends: [], http: 'redirect', https: false });
      }
      return migration;
    case 'reencrypt': {
      const authorities = certificatesIn(textAt(tls, ['destinationCACertificate']));
      if (
        api.kinds.get('BackendTLSPolicy')?.apiVersion.endsWith('/v1') !== true ||
        authorities === ''
      ) {
        const missing = authorities === '' ? 'a CA certificate in the Route' : 'a BackendTLSPolicy';
        return left(
          ['spec', 'tls', 'termination'],
          `reencrypt needs ${missing}, which is not to be had; the Route is left out`,
          'make the Service speak plain HTTP to the Gateway, or add route and policy by hand',
        );
      }
      for (const { name } of backends)
        migration.backendTls.push({ namespace, service: name, authorities, source });
      break;
    }
    case 'edge':
      break;
    default:
      return left(
        ['spec', 'tls', 'termination'],
        `${shown(termination)} is unknown; the Route is left out`,
        'give edge, reencrypt or passthrough',
      );
  }
  migration.rules.push({ ...rule, http: insecure, https: true });
  migration.certificates.push({
    host,
    secret: readCertificate(source, namespace, leftovers),
    source,
  });
  return migration;
}

/** The host; of a Route without one, what its router gave it. `Subdomain` stands for all names beside it. */
function readHost({ object }: ManifestObject): string {
  const host = textAt(object, ['spec', 'host']) || (hostsOfRouters(object)[0] ?? '');
  const isWildcard = textAt(object, ['spec', 'wildcardPolicy']) === 'Subdomain';
  return isWildcard && host !== '' ? `*${host.slice(host.indexOf('.'))}` : host;
}

function hostsOfRouters(object: KubernetesObject): string[] {
  return listAt(object, ['status', 'ingress'])
    .map((router) => textAt(router, ['host']))
    .filter((host) => host !== '');
}

/** Those that only other routers gave a Route. */
function otherHosts(source: ManifestObject): Finding[] {
  if (textAt(source.object, ['spec', 'host']) !== '') return [];
  const [first, ...others] = new Set(hostsOfRouters(source.object));
  if (first === undefined || others.length === 0) return [];
  return [
    leftover(source, ['status', 'ingress'], {
      code: 'host-left',
      message: `has a host of each of several routers, of which that of the first is taken; left out: ${shownNames(others)}`,
      hint: 'add the others to the hostnames of its route, and listeners for them',
    }),
  ];
}

function insecureOf(tls: unknown): HostRule['http'] {
  const policy = textAt(tls, ['insecureEdgeTerminationPolicy']).toLowerCase();
  if (policy === 'allow') return 'serve';
  return policy === 'redirect' ? 'redirect' : 'none';
}

/** The Secret of the certificate: a key that stands in the Route itself is never written anywhere. */
function readCertificate(
  source: ManifestObject,
  namespace: string,
  leftovers: Finding[],
): HostCertificate['secret'] {
  const { object } = source;
  const external = textAt(object, ['spec', 'tls', 'externalCertificate', 'name']);
  if (external !== '' && DNS_SUBDOMAIN.test(external)) return { namespace, name: external };
  if (textAt(object, ['spec', 'tls', 'key']) === '') {
    if (textAt(object, ['spec', 'tls', 'certificate']) !== '') {
      leftovers.push(
        leftover(source, ['spec', 'tls', 'certificate'], {
          code: 'certificate-left',
          message: 'is a certificate without its key, and is left out',
          hint: 'make a Secret of type kubernetes.io/tls with both, and name it in the listener',
        }),
      );
    }
    return undefined;
  }
  const name = `${object.metadata.name}-tls`;
  const isName = DNS_SUBDOMAIN.test(name);
  leftovers.push(
    leftover(source, ['spec', 'tls', 'key'], {
      code: 'certificate-left',
      message: isName
        ? `certificate and key are in the Route; the listener wants them in the Secret ${namespace}/${name}`
        : 'certificate and key are in the Route, whose name cannot be that of a Secret',
      hint: 'write both into files, and make it: kubectl create secret tls',
    }),
  );
  return isName ? { namespace, name } : undefined;
}

function readBackends(
  source: ManifestObject,
  namespace: string,
  services: Services,
): { backends: WeightedBackend[]; notes: Finding[] } {
  const { object } = source;
  const all = listAt(object, ['spec', 'alternateBackends']);
  const others = all.slice(0, MAX_ALTERNATES);
  const targets = [
    { path: ['spec', 'to'], target: valueAt(object, ['spec', 'to']) },
    ...others.map((target, index) => ({ path: ['spec', 'alternateBackends', index], target })),
  ];
  const notes: Finding[] = [];
  if (all.length > MAX_ALTERNATES) {
    notes.push(
      leftover(source, ['spec', 'alternateBackends'], {
        code: 'backend-left',
        message: `has ${all.length} Services, of which those after the first ${MAX_ALTERNATES} are left out`,
        hint: 'give at most three, as the API of Routes does',
      }),
    );
  }
  const backends = targets.flatMap(({ path, target }): WeightedBackend[] => {
    const left = (field: string, message: string, hint: string): WeightedBackend[] => {
      notes.push(leftover(source, [...path, field], { code: 'backend-left', message, hint }));
      return [];
    };
    const name = textAt(target, ['name']);
    const kind = textAt(target, ['kind']) || 'Service';
    const weight = valueAt(target, ['weight']) ?? DEFAULT_WEIGHT;
    if (kind !== 'Service' || !DNS_LABEL.test(name)) {
      return left(
        'name',
        `${shown(`${kind} ${name}`)} is not a Service; it is left out`,
        'name a Service',
      );
    }
    if (
      typeof weight !== 'number' ||
      !Number.isInteger(weight) ||
      weight < 0 ||
      weight > MAX_WEIGHT
    ) {
      return left(
        'weight',
        `${shown(weight)} is no weight; the Service ${name} is left out`,
        'give a number from 0 to 256',
      );
    }
    const targetPort = valueAt(object, ['spec', 'port', 'targetPort']);
    const found = routePort(services.get(serviceKey(namespace, name)), targetPort);
    const hint = 'put the Service into the input too: kubectl get routes,services -o yaml';
    const place = ['spec', 'port', 'targetPort'];
    if (!('port' in found)) {
      const message = `port ${shown(targetPort)} of the Service ${name}: ${found.unknown}; it is left out`;
      notes.push(leftover(source, place, { code: 'port-left', message, hint }));
      return [];
    }
    if (found.assumed !== undefined) {
      const message = `port of the Service ${name}: ${found.assumed}`;
      notes.push(leftover(source, place, { code: 'port-assumed', message, hint }));
    }
    return [
      {
        namespace,
        name,
        port: found.port,
        weight: others.length === 0 && weight > 0 ? undefined : weight,
      },
    ];
  });
  return { backends, notes };
}
