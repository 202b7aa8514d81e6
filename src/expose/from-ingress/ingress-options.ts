import { throwIfAny } from '../../errors.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { parseSecret } from '../options/certificate.ts';
import type { GatewayAddress } from '../options/expose-options.ts';
import { FlagProblems } from '../options/flag-problems.ts';
import { isGiven } from '../options/flags.ts';
import type { ExposeFlags, FlagName } from '../options/flags.ts';
import { parseMetadata } from '../options/metadata.ts';
import { parseAddresses } from '../options/addresses.ts';
import { parseListenerPorts } from '../options/listeners.ts';

/** What is to be made of Ingresses and Routes. */
export type IngressOptions = {
  /** Of the Gateway. */
  name: string;
  class: string | undefined;
  namespace: string | undefined;
  httpPort: number;
  httpsPort: number;
  /** Whether hosts of Ingresses with TLS redirect HTTP to HTTPS. */
  redirect: boolean;
  /** For hosts whose certificate was the controller's own. */
  certificate: { namespace: string | undefined; name: string } | undefined;
  addresses: readonly GatewayAddress[];
  annotations: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
};

const FLAGS = new Set<FlagName>([
  'class',
  'namespace',
  'http-port',
  'https-port',
  'redirect',
  'certificate',
  'address',
  'annotation',
  'label',
]);
const DEFAULT_NAME = 'ingress';

/**
 * Reads the command line of `expose --from-ingress`.
 * @throws {UserError} everything that is wrong with it, each with its flag
 */
export function parseIngressOptions(name: string | undefined, flags: ExposeFlags): IngressOptions {
  const problems = new FlagProblems();
  for (const flag of Object.keys(flags) as FlagName[]) {
    if (!isGiven(flags, flag) || FLAGS.has(flag)) continue;
    problems.conflict(flag, 'means nothing with --from-ingress', 'leave it out');
  }
  if (name !== undefined && !DNS_LABEL.test(name)) {
    problems.invalid('NAME', name, 'is no name for a Gateway', 'give at most 63 of a-z, 0-9 and -');
  }
  if (flags.namespace !== undefined && !DNS_LABEL.test(flags.namespace)) {
    problems.invalid(
      'namespace',
      flags.namespace,
      "is not a namespace's name",
      'give at most 63 of a-z, 0-9 and -',
    );
  }
  if (flags.class !== undefined && !DNS_SUBDOMAIN.test(flags.class)) {
    problems.invalid(
      'class',
      flags.class,
      "is not a GatewayClass's name",
      'name one of kubectl get gatewayclasses',
    );
  }
  const ports = parseListenerPorts(flags, problems);
  if (ports.httpPort === ports.httpsPort) {
    problems.conflict(
      'https-port',
      `is ${ports.httpsPort}, as is that for HTTP`,
      'give each a port of its own',
    );
  }
  const options = {
    name: name ?? DEFAULT_NAME,
    class: flags.class,
    namespace: flags.namespace,
    ...ports,
    redirect: flags.redirect !== false,
    certificate:
      flags.certificate === undefined ? undefined : parseSecret(flags.certificate, problems),
    addresses: parseAddresses('address', flags.address ?? [], problems),
    annotations: parseMetadata('annotation', flags, problems),
    labels: parseMetadata('label', flags, problems),
  };
  throwIfAny(problems.found);
  return options;
}
