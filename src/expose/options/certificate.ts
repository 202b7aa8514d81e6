import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { Certificate } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags } from './flags.ts';

/** ASCII without quotes (RFC 5321, Dot-string and Domain): authorities take no other address. */
const EMAIL =
  /^(?=.{1,64}@.{1,253}$)[\w!#$%&'*+\-/=?^`{|}~]+(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)*@(?:[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][-A-Za-z0-9]{0,61}[A-Za-z0-9]$/;

/** Reads where the certificate comes from, if there is to be one. */
export function parseCertificate(
  flags: ExposeFlags,
  hosts: { hosts: readonly string[]; internalHosts: readonly string[] },
  problems: FlagProblems,
): Certificate | undefined {
  if (flags.certificate !== undefined) return parseSecret(flags.certificate, problems);
  if (flags.acme === true) return parseAcme(flags, hosts, problems);
  if (flags['self-signed'] === true) return { kind: 'self-signed' };
  if (flags.issuer !== undefined) return parseIssuer('issuer', flags.issuer, problems);
  return flags['cluster-issuer'] === undefined
    ? undefined
    : parseIssuer('cluster-issuer', flags['cluster-issuer'], problems);
}

/** Reads `[NAMESPACE/]SECRET` of `--certificate`. */
export function parseSecret(
  text: string,
  problems: FlagProblems,
): Certificate & { kind: 'secret' } {
  const slash = text.indexOf('/');
  const namespace = slash < 0 ? undefined : text.slice(0, slash);
  const name = text.slice(slash + 1);
  if (!DNS_SUBDOMAIN.test(name) || (namespace !== undefined && !DNS_LABEL.test(namespace))) {
    problems.invalid(
      'certificate',
      text,
      'does not name a Secret',
      'give [NAMESPACE/]SECRET, a Secret of type kubernetes.io/tls',
    );
  }
  return { kind: 'secret', namespace, name };
}

function parseAcme(
  flags: ExposeFlags,
  { hosts, internalHosts }: { hosts: readonly string[]; internalHosts: readonly string[] },
  problems: FlagProblems,
): Certificate {
  const { email = '' } = flags;
  if (email === '') {
    problems.missing(
      'email',
      'an ACME account needs an address',
      'give the address at which the authority reaches you',
    );
  } else if (!EMAIL.test(email)) {
    problems.invalid('email', email, 'is no e-mail address', 'give one such as admin@example.com');
  }
  const wildcard = [...hosts, ...internalHosts].find((host) => host.startsWith('*.'));
  if (wildcard !== undefined) {
    problems.conflict(
      'acme',
      `gets no certificate for ${wildcard} over HTTP`,
      'use an issuer that asks DNS (--cluster-issuer), or name each host',
    );
  }
  if (internalHosts.length > 0) {
    problems.conflict(
      'acme',
      'gets no certificate for --internal-host, which the authority does not reach',
      'use --issuer or --cluster-issuer',
    );
  }
  // A listener takes an HTTPRoute and a GRPCRoute for one hostname never both (GRPCRoute's specification).
  if (flags.grpc === true && flags.redirect === false) {
    problems.conflict(
      'acme',
      'answers over HTTP by an HTTPRoute, which a listener does not take beside a GRPCRoute of the same host',
      'leave out --no-redirect, or use another issuer',
    );
  }
  if (flags['http-port'] !== undefined && flags['http-port'] !== '80') {
    problems.conflict(
      'acme',
      'needs port 80, where the authority looks',
      'leave out --http-port, or use another issuer',
    );
  }
  return { kind: 'acme', email, production: flags.production === true };
}

function parseIssuer(
  flag: 'issuer' | 'cluster-issuer',
  name: string,
  problems: FlagProblems,
): Certificate {
  if (!DNS_SUBDOMAIN.test(name)) {
    problems.invalid(
      flag,
      name,
      "is not an issuer's name",
      'give the name of one that is there already',
    );
  }
  return { kind: 'issuer', scope: flag === 'issuer' ? 'Issuer' : 'ClusterIssuer', name };
}
