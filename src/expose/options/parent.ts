import { isIP } from 'node:net';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { parsePort } from './backend.ts';
import { parseCertificate } from './certificate.ts';
import type {
  GatewayAddress,
  GatewayReference,
  ListenerOptions,
  NewGateway,
  Parent,
} from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { Mode } from './flag-uses.ts';
import type { ExposeFlags } from './flags.ts';
import { hostProblem } from './hosts.ts';
import { parseMetadata } from './metadata.ts';

type Given = {
  mode: Mode;
  name: string;
  namespace: string;
  hosts: readonly string[];
  internalHosts: readonly string[];
};

/** Reads what the routes belong to. */
export function parseParent(
  flags: ExposeFlags,
  given: Given,
  api: GatewayApi,
  problems: FlagProblems,
): Parent {
  switch (given.mode) {
    case 'service':
      return { kind: 'service' };
    case 'gateway':
      return parseAttachment(flags, given, problems);
    case 'added-listeners':
      return {
        kind: 'added-listeners',
        how: parseHow(flags, api, problems),
        gateway: parseGateway(flags.gateway ?? '', given.namespace, problems),
        listeners: parseListeners(flags, given, problems),
      };
    case 'new-gateways':
      return {
        kind: 'new-gateways',
        namespace: parseGatewayNamespace(flags, given, problems),
        gateways: parseGateways(flags, given, problems),
        listeners: parseListeners(flags, given, problems),
      };
  }
}

const GATEWAY_HINT = 'give NAME, NAMESPACE/NAME or NAMESPACE/NAME/LISTENER';

function parseGateway(text: string, namespace: string, problems: FlagProblems): GatewayReference {
  const parts = text.split('/');
  const [own, name = '', listener] = parts.length === 1 ? [namespace, text] : parts;
  const isReference =
    parts.length <= 3 &&
    DNS_LABEL.test(own ?? '') &&
    DNS_SUBDOMAIN.test(name) &&
    (listener === undefined || DNS_SUBDOMAIN.test(listener));
  if (!isReference) problems.invalid('gateway', text, 'does not name a Gateway', GATEWAY_HINT);
  return { namespace: own ?? '', name, listener };
}

function parseAttachment(flags: ExposeFlags, given: Given, problems: FlagProblems): Parent {
  const gateway = parseGateway(flags.gateway ?? '', given.namespace, problems);
  const redirectListener = flags['redirect-listener'];
  if (redirectListener !== undefined) {
    if (!DNS_SUBDOMAIN.test(redirectListener)) {
      problems.invalid(
        'redirect-listener',
        redirectListener,
        "is not a listener's name",
        'give the name of the listener for HTTP',
      );
    }
    if (gateway.listener === undefined || gateway.listener === redirectListener) {
      problems.conflict(
        'redirect-listener',
        'needs another listener, for HTTPS, in --gateway',
        GATEWAY_HINT,
      );
    }
  }
  return { kind: 'gateway', gateway, redirectListener };
}

function parseHow(
  flags: ExposeFlags,
  api: GatewayApi,
  problems: FlagProblems,
): 'patch' | 'listener-set' {
  const how = flags['add-listener'];
  if (flags.gateway?.split('/').length === 3) {
    problems.conflict(
      'add-listener',
      'makes a listener, and --gateway names one',
      'leave one of them out',
    );
  }
  if (how !== 'patch' && how !== 'listener-set') {
    problems.invalid(
      'add-listener',
      how ?? '',
      'is no way to add one',
      'give patch or listener-set',
    );
    return 'patch';
  }
  if (how === 'listener-set' && !api.kinds.has('ListenerSet')) {
    problems.unserved(
      'add-listener',
      'there is no ListenerSet to be had',
      'name with --component a tree whose CRDs have it, or give patch',
    );
  }
  return how;
}

function parseListeners(flags: ExposeFlags, given: Given, problems: FlagProblems): ListenerOptions {
  const certificate = parseCertificate(flags, given, problems);
  if (flags.redirect === true && certificate === undefined) {
    problems.conflict(
      'redirect',
      'leads to HTTPS, which needs a certificate',
      'add --certificate, --acme, --self-signed, --issuer or --cluster-issuer',
    );
  }
  if (flags['https-port'] !== undefined && certificate === undefined) {
    problems.conflict(
      'https-port',
      'is for HTTPS, which needs a certificate',
      'add one, or leave it out',
    );
  }
  const { httpPort, httpsPort } = parseListenerPorts(flags, problems);
  if (httpPort === httpsPort && certificate !== undefined) {
    problems.conflict(
      'https-port',
      `is ${httpsPort}, as is that for HTTP`,
      'give each a port of its own',
    );
  }
  return {
    httpPort,
    httpsPort,
    certificate,
    redirect: certificate !== undefined && flags.redirect !== false,
    allowRoutes: parseAllowed(flags['allow-routes'] ?? [], problems),
  };
}

/** Reads the ports of listeners. */
export function parseListenerPorts(
  flags: ExposeFlags,
  problems: FlagProblems,
): { httpPort: number; httpsPort: number } {
  return {
    httpPort: parseListenerPort('http-port', flags['http-port'] ?? '80', problems),
    httpsPort: parseListenerPort('https-port', flags['https-port'] ?? '443', problems),
  };
}

function parseListenerPort(
  flag: 'http-port' | 'https-port',
  text: string,
  problems: FlagProblems,
): number {
  const port = parsePort(text);
  if (port === undefined)
    problems.invalid(flag, text, 'is no port', 'give a number from 1 to 65535');
  return port ?? 0;
}

function parseAllowed(
  values: readonly string[],
  problems: FlagProblems,
): ListenerOptions['allowRoutes'] {
  for (const value of values) {
    if (value !== '*' && !DNS_LABEL.test(value)) {
      problems.invalid(
        'allow-routes',
        value,
        "is not a namespace's name",
        "give a namespace, or '*' for all of them",
      );
    }
  }
  return values.includes('*') ? 'all' : [...new Set(values)];
}

function parseGatewayNamespace(flags: ExposeFlags, given: Given, problems: FlagProblems): string {
  const value = flags['gateway-namespace'] ?? given.namespace;
  if (flags['gateway-namespace'] !== undefined && !DNS_LABEL.test(value)) {
    problems.invalid(
      'gateway-namespace',
      value,
      "is not a namespace's name",
      'give at most 63 of a-z, 0-9 and -',
    );
  }
  return value;
}

const INTERNAL_SUFFIX = '-internal';
/** That of the label `gateway.networking.k8s.io/gateway-name`, which is on what a controller makes for a Gateway. */
const LONGEST_GATEWAY_NAME = 63;

function parseGateways(flags: ExposeFlags, given: Given, problems: FlagProblems): NewGateway[] {
  const gatewayClass = parseClass('class', flags.class, problems);
  if (gatewayClass === undefined) {
    problems.missing(
      'class',
      'no GatewayClass is given',
      'name one of kubectl get gatewayclasses, or attach to a Gateway with --gateway',
    );
  }
  const external: NewGateway = {
    name: given.name,
    class: gatewayClass ?? '',
    hosts: given.hosts,
    addresses: parseAddresses('address', flags.address ?? [], problems),
    annotations: parseMetadata('annotation', flags, problems),
    labels: parseMetadata('label', flags, problems),
    isInternal: false,
  };
  if (flags.internal !== true) return [external];
  if (given.name.length + INTERNAL_SUFFIX.length > LONGEST_GATEWAY_NAME) {
    problems.conflict(
      'internal',
      `makes a Gateway NAME${INTERNAL_SUFFIX}, whose name is longer than ${LONGEST_GATEWAY_NAME} characters: controllers put it into a label`,
      `give a NAME of at most ${LONGEST_GATEWAY_NAME - INTERNAL_SUFFIX.length} characters`,
    );
  }
  const internal: NewGateway = {
    name: `${given.name}${INTERNAL_SUFFIX}`,
    class: parseClass('internal-class', flags['internal-class'], problems) ?? external.class,
    hosts: given.internalHosts.length === 0 ? given.hosts : given.internalHosts,
    addresses: parseAddresses('internal-address', flags['internal-address'] ?? [], problems),
    annotations: parseMetadata('internal-annotation', flags, problems),
    labels: parseMetadata('internal-label', flags, problems),
    isInternal: true,
  };
  return [external, internal];
}

function parseClass(
  flag: 'class' | 'internal-class',
  value: string | undefined,
  problems: FlagProblems,
): string | undefined {
  if (value !== undefined && !DNS_SUBDOMAIN.test(value)) {
    problems.invalid(
      flag,
      value,
      "is not a GatewayClass's name",
      'name one of kubectl get gatewayclasses',
    );
  }
  return value;
}

const MAX_ADDRESSES = 16;

/** Reads the addresses that a Gateway asks for. */
export function parseAddresses(
  flag: 'address' | 'internal-address',
  values: readonly string[],
  problems: FlagProblems,
): GatewayAddress[] {
  if (values.length > MAX_ADDRESSES) {
    problems.conflict(
      flag,
      `is given more than ${MAX_ADDRESSES} times`,
      'a Gateway has no more of them',
    );
  }
  return [...new Set(values)].map((value) => {
    const isAddress = isIP(value) !== 0 && !value.includes('%');
    if (!isAddress && (value.startsWith('*') || hostProblem(value) !== undefined)) {
      problems.invalid(
        flag,
        value,
        'is neither an IP address nor a DNS name',
        'give one such as 192.0.2.10',
      );
    }
    return { type: isAddress ? 'IPAddress' : 'Hostname', value };
  });
}
