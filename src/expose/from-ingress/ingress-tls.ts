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

/** Finds the entry that counts for a host of an Ingress. */
export type TlsOf = (host: string, source: ManifestObject) => IngressTls | undefined;

/**
 * The entry of an Ingress itself, else that of another one for the same host, since controllers choose the
 * certificate by the name that a client asks for, before there is a path. Of several, the first.
 */
export function indexTls(all: readonly IngressTls[]): TlsOf {
  const everywhere = byHost(all);
  const own = new Map(
    [...Map.groupBy(all, ({ source }) => source)].map(([source, entries]) => [
      source,
      { named: byHost(entries), other: entries.find(({ hosts }) => hosts.length === 0) },
    ]),
  );
  return (host, source) => {
    const ofIngress = own.get(source);
    return (
      (ofIngress && (find(ofIngress.named, host) ?? ofIngress.other)) ?? find(everywhere, host)
    );
  };
}

function byHost(entries: readonly IngressTls[]): Map<string, IngressTls> {
  const found = new Map<string, IngressTls>();
  for (const entry of entries) {
    for (const host of entry.hosts) if (!found.has(host)) found.set(host, entry);
  }
  return found;
}

function find(entries: ReadonlyMap<string, IngressTls>, host: string): IngressTls | undefined {
  return namesFor(host)
    .map((name) => entries.get(name))
    .find((entry) => entry !== undefined);
}

/** By what an entry may name a host, the closest first: the wildcard of an Ingress stands for one label. */
function namesFor(host: string): string[] {
  const dot = host.indexOf('.');
  return dot < 0 ? [host] : [host, `*${host.slice(dot)}`];
}

/**
 * Tells of the hosts of entries that no rule has: controllers choose certificates by hosts of rules.
 * @param served the hosts of all rules
 */
export function unusedTls(all: readonly IngressTls[], served: Iterable<string>): Finding[] {
  const names = new Set([...served].flatMap(namesFor));
  return all.flatMap(({ hosts, source, index }) =>
    hosts
      .filter((host) => !names.has(host))
      .map((host) =>
        leftover(source, ['spec', 'tls', index, 'hosts'], {
          code: 'certificate-left',
          message: `no rule leads ${shown(host)} to a Service, so that it gets no listener for HTTPS`,
          hint: 'give the host a rule, if it is to be served',
        }),
      ),
  );
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
