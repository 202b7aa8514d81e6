import type { Finding } from '../../findings.ts';
import { listAt, textAt } from '../../manifest/json.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { leftover, shown } from './leftover.ts';
import type { HostCertificate } from './migration.ts';

/** An entry of `spec.tls` of an Ingress. */
export type IngressTls = {
  /** Empty for all hosts of the Ingress. */
  hosts: readonly string[];
  secretName: string;
  source: ManifestObject;
  namespace: string;
  index: number;
};

/** The entries of an Ingress. */
export function readIngressTls(source: ManifestObject, namespace: string): IngressTls[] {
  return listAt(source.object, ['spec', 'tls']).map((entry, index) => ({
    hosts: listAt(entry, ['hosts']).filter((host) => typeof host === 'string'),
    secretName: textAt(entry, ['secretName']),
    source,
    namespace,
    index,
  }));
}

/**
 * The entry that counts for a host of an Ingress: its own, else that of another Ingress for the same host, since
 * controllers choose the certificate by the name that a client asks for, before there is a path.
 */
export function tlsFor(
  host: string,
  source: ManifestObject,
  all: readonly IngressTls[],
): IngressTls | undefined {
  const names = ({ hosts }: IngressTls): boolean => hosts.some((each) => covers(each, host));
  const own = all.filter((entry) => entry.source === source);
  return own.find((entry) => names(entry) || entry.hosts.length === 0) ?? all.find(names);
}

/** The certificate of a host by an entry. */
export function certificateOf(
  { secretName, source, namespace, index }: IngressTls,
  host: string,
  leftovers: Finding[],
): HostCertificate {
  if (secretName === '') return { host, secret: undefined, source };
  if (DNS_SUBDOMAIN.test(secretName))
    return { host, secret: { namespace, name: secretName }, source };
  leftovers.push(
    leftover(source, ['spec', 'tls', index, 'secretName'], {
      code: 'certificate-left',
      message: `${shown(secretName)} is not the name of a Secret`,
      hint: 'name the Secret with the certificate',
    }),
  );
  return { host, secret: undefined, source };
}

/** The wildcard of an Ingress stands for one label. */
function covers(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.slice(host.indexOf('.')) === pattern.slice(1);
}
