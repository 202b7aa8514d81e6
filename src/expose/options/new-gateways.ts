import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { parseAddresses } from './addresses.ts';
import type { NewGateway } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags } from './flags.ts';
import type { Given } from './given.ts';
import { parseMetadata } from './metadata.ts';

/** Reads where the Gateways are to be. */
export function parseGatewayNamespace(
  flags: ExposeFlags,
  given: Given,
  problems: FlagProblems,
): string {
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

/** Reads which Gateways are to be made: one for all, and with --internal another one. */
export function parseGateways(
  flags: ExposeFlags,
  given: Given,
  problems: FlagProblems,
): NewGateway[] {
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
