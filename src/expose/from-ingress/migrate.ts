import { EXIT, UserError, inputError } from '../../errors.ts';
import type { Finding } from '../../findings.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import type { Exposed } from '../expose.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { makeGateway } from '../gateway.ts';
import { makeGrants } from '../grants.ts';
import type { Reference } from '../grants.ts';
import { allowedNamespaces } from '../listeners.ts';
import { makeBackendTls, widerBackendTls } from './backend-tls.ts';
import { makeGatewayListeners } from './gateway-listeners.ts';
import { makeHostRoutes, makeTlsRoutes } from './host-routes.ts';
import { classNotes, classOf } from './ingress-class.ts';
import type { IngressOptions } from './ingress-options.ts';
import { indexTls, readIngressTls, unusedTls } from './ingress-tls.ts';
import { leftover } from './leftover.ts';
import { mergeRules } from './merge-rules.ts';
import type { HostCertificate, Migration } from './migration.ts';
import { isIngress } from './read-input.ts';
import type { IngressInput } from './read-input.ts';
import { readIngress } from './read-ingress.ts';
import { readRoute } from './read-route.ts';
import { selectSources } from './select-sources.ts';

/** As many listeners a Gateway has at most. */
const MAX_LISTENERS = 64;
export const DEFAULT_NAMESPACE = 'default';

/**
 * Makes one Gateway with routes of Ingresses and Routes.
 * @returns the objects, and a note for everything that is not carried over, or not as it was
 * @throws {UserError} where nothing can be carried over, or no class is known, or it is more than a Gateway holds
 */
export function migrate(
  input: IngressInput,
  options: IngressOptions,
  api: GatewayApi,
): { exposed: Exposed; leftovers: Finding[] } {
  const namespaceOf = ({ object }: ManifestObject): string =>
    object.metadata.namespace || options.namespace || DEFAULT_NAMESPACE;
  const { sources, leftovers: unselected } = selectSources(input.sources, namespaceOf);
  const ingresses = sources.filter(isIngress);
  const tls = ingresses.flatMap((source) => readIngressTls(source, namespaceOf(source)));
  const tlsOf = indexTls(tls);
  const tlsOptions = { tlsOf, redirect: options.redirect };
  const read = sources.map((source) =>
    isIngress(source)
      ? readIngress(source, namespaceOf(source), input.services, tlsOptions)
      : readRoute(source, namespaceOf(source), input.services, api),
  );
  const merged = mergeRules(combine(read));
  const { rules, passthroughs, backendTls } = merged;
  const leftovers = [
    ...input.leftovers,
    ...classNotes(ingresses),
    ...unselected,
    ...merged.leftovers,
    ...unusedTls(
      tls,
      rules.map(({ host }) => host),
    ),
    ...widerBackendTls(backendTls, rules),
  ];
  if (rules.length + passthroughs.length === 0) throw nothingLeft(leftovers);

  const used = [...new Set([...rules, ...passthroughs].map(({ namespace }) => namespace))];
  const namespace =
    options.namespace ?? (used.length === 1 ? used[0] : undefined) ?? DEFAULT_NAMESPACE;
  const overHttps = new Set(rules.filter(({ https }) => https).map(({ host }) => host));
  const secrets = new Map(
    merged.certificates
      .filter(({ host }) => overHttps.has(host))
      .map((certificate) => {
        if (certificate.secret !== undefined) return [certificate.host, certificate.secret];
        const secret = defaultSecret(options, namespace);
        if (options.certificate === undefined) leftovers.push(ownCertificate(certificate, secret));
        return [certificate.host, secret];
      }),
  );
  const listeners = makeGatewayListeners(
    {
      http: rules.some(({ http }) => http !== 'none'),
      https: secrets,
      passthrough: new Set(passthroughs.map(({ host }) => host)),
    },
    namespace,
    options,
    allowedNamespaces([namespace, ...used]),
  );
  if (listeners.specs.length > MAX_LISTENERS) throw tooMany(listeners.specs.length);

  const gateway = { kind: 'Gateway', namespace, name: options.name } as const;
  const context = { gateway, listeners, httpsPort: options.httpsPort, api };
  const references = [...secrets.values()].map((secret): Reference => ({
    from: { kind: 'Gateway', namespace },
    to: { kind: 'Secret', ...secret },
  }));
  const newGateway = {
    name: options.name,
    class: options.class ?? classOf(ingresses),
    hosts: [],
    addresses: options.addresses,
    annotations: options.annotations,
    labels: options.labels,
    isInternal: false,
  };
  return {
    exposed: {
      objects: [
        makeGateway(newGateway, namespace, listeners, undefined, api),
        ...makeHostRoutes(rules, context),
        ...makeTlsRoutes(passthroughs, context),
        ...makeBackendTls(backendTls, api),
        ...makeGrants(options.name, references, api),
      ],
      others: new Map(),
    },
    leftovers,
  };
}

function combine(all: readonly Migration[]): Migration {
  return {
    rules: all.flatMap(({ rules }) => rules),
    certificates: all.flatMap(({ certificates }) => certificates),
    passthroughs: all.flatMap(({ passthroughs }) => passthroughs),
    backendTls: all.flatMap(({ backendTls }) => backendTls),
    leftovers: all.flatMap(({ leftovers }) => leftovers),
  };
}

function defaultSecret(
  { name, certificate }: IngressOptions,
  namespace: string,
): { namespace: string; name: string } {
  return {
    namespace: certificate?.namespace ?? namespace,
    name: certificate?.name ?? `${name}-default-certificate`,
  };
}

function ownCertificate(
  { source }: HostCertificate,
  { namespace, name }: { namespace: string; name: string },
): Finding {
  return leftover(source, ['spec', 'tls'], {
    code: 'certificate-left',
    message: `names no certificate, so that it has the controller's own; the listener wants the Secret ${namespace}/${name}`,
    hint: 'make this Secret of type kubernetes.io/tls, or name another one with --certificate',
  });
}

function nothingLeft(leftovers: readonly Finding[]): Error {
  return new UserError(EXIT.usage, [
    {
      code: 'nothing-carried-over',
      message: 'nothing of the input leads from a host to a Service',
      hint: 'see what else is said of it',
    },
    ...leftovers,
  ]);
}

function tooMany(count: number): Error {
  return inputError({
    code: 'too-many-listeners',
    message: `${count} listeners are more than a Gateway can have (${MAX_LISTENERS})`,
    hint: 'split the input, such as by namespace, and give each part a Gateway (NAME) of its own',
  });
}

/** What is to stand above the objects: the list of what is not carried over. */
export function leftoverParagraphs(leftovers: readonly Finding[]): string[] {
  if (leftovers.length === 0) return ['Everything of the Ingresses and Routes is carried over.'];
  return [
    'Not carried over from the Ingresses and Routes, or not as it was:',
    ...leftovers.map(({ code, message, at }) => {
      const place = [at?.object, at?.field].filter((part) => part !== undefined && part !== '');
      return `- ${place.map((part) => `${part}: `).join('')}${message} [${code}]`;
    }),
  ];
}
