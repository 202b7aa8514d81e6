import type { Finding } from '../../findings.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { pathProblem } from '../options/paths.ts';
import { certificatesIn } from './certificates-in.ts';
import { leftover, shown } from './leftover.ts';
import { emptyMigration } from './migration.ts';
import type { HostCertificate, HostRule, Migration } from './migration.ts';
import { fieldLeftovers, hostLeftover, objectLeftovers, wildcardNote } from './object-checks.ts';
import { readBackends } from './route-backends.ts';
import { portName, serviceKey } from './service-ports.ts';
import type { Services } from './service-ports.ts';

const SPEC_FIELDS = new Set([
  'host',
  'subdomain',
  'path',
  'to',
  'alternateBackends',
  'port',
  'tls',
  'wildcardPolicy',
]);
const TLS_FIELDS = new Set([
  'termination',
  'insecureEdgeTerminationPolicy',
  'certificate',
  'key',
  'caCertificate',
  'destinationCACertificate',
  'externalCertificate',
]);

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
  leftovers.push(
    ...objectLeftovers(source, SPEC_FIELDS),
    ...fieldLeftovers(source, ['spec', 'tls'], TLS_FIELDS),
    ...otherHosts(source),
  );
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
      if (value !== '/') leftovers.push(passthroughPathNote(source, value));
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
      for (const { name, port } of backends) {
        migration.backendTls.push({
          namespace,
          service: name,
          port,
          portName: portName(services.get(serviceKey(namespace, name)), port),
          authorities,
          source,
        });
      }
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
  const host =
    textAt(object, ['spec', 'host']) || textAt(listAt(object, ['status', 'ingress'])[0], ['host']);
  const isWildcard = textAt(object, ['spec', 'wildcardPolicy']) === 'Subdomain';
  return isWildcard && host !== '' ? `*${host.slice(host.indexOf('.'))}` : host;
}

/** That who passes TLS through sees no path. */
function passthroughPathNote(source: ManifestObject, value: string): Finding {
  return leftover(source, ['spec', 'path'], {
    code: 'path-left',
    message: `${shown(value)} cannot be seen in passthrough: all requests of the host go to the Service`,
    hint: 'have TLS end at the Gateway (edge or reencrypt), if other paths are not to lead there',
  });
}

/** The hosts that further routers gave a Route without one. */
function otherHosts(source: ManifestObject): Finding[] {
  const { object } = source;
  if (textAt(object, ['spec', 'host']) !== '') return [];
  const [first, ...hosts] = listAt(object, ['status', 'ingress']).map((each) =>
    textAt(each, ['host']),
  );
  const others = [...new Set(hosts)].filter((host) => host !== '' && host !== first);
  if (others.length === 0) return [];
  return [
    leftover(source, ['status', 'ingress'], {
      code: 'host-left',
      message: `other routers serve it as ${others.map(shown).join(', ')}, which is left out`,
      hint: 'add a Route for each further host to the input',
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
          message: 'has no key beside it, and is left out',
          hint: 'make a Secret of both, and name it with --certificate',
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
