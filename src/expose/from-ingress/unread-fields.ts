import type { Finding } from '../../findings.ts';
import { isJsonObject } from '../../manifest/json.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { leftover, shownNames } from './leftover.ts';

/** The fields that something is made of; `*` stands for every item of a list. */
type Known = true | { readonly [field: string]: Known };
type Path = readonly (string | number)[];

export const INGRESS_FIELDS: Known = {
  ingressClassName: true,
  defaultBackend: true,
  rules: {
    '*': { host: true, http: { paths: { '*': { path: true, pathType: true, backend: true } } } },
  },
  tls: { '*': { hosts: true, secretName: true } },
};

export const ROUTE_FIELDS: Known = {
  host: true,
  subdomain: true,
  path: true,
  to: true,
  alternateBackends: true,
  port: true,
  wildcardPolicy: true,
  tls: {
    termination: true,
    insecureEdgeTerminationPolicy: true,
    key: true,
    certificate: true,
    caCertificate: true,
    destinationCACertificate: true,
    externalCertificate: true,
  },
};

/** The fields of a spec that nothing is made of. */
export function unreadFields(source: ManifestObject, known: Known): Finding[] {
  return unreadAt(source, ['spec'], source.object.spec, known);
}

function unreadAt(source: ManifestObject, path: Path, value: unknown, known: Known): Finding[] {
  if (known === true) return [];
  const ofItems = known['*'];
  if (ofItems !== undefined) {
    return Array.isArray(value)
      ? value.flatMap((item, index) => unreadAt(source, [...path, index], item, ofItems))
      : [];
  }
  if (!isJsonObject(value)) return [];
  const unread = Object.keys(value).filter((field) => !Object.hasOwn(known, field));
  const below = Object.entries(known).flatMap(([field, inner]) =>
    unreadAt(source, [...path, field], value[field], inner),
  );
  if (unread.length === 0) return below;
  const note = leftover(source, path, {
    code: 'fields-left',
    message: `has what is not carried over: ${shownNames(unread.toSorted())}`,
    hint: 'look for a filter or a policy of the new controller that does the same',
  });
  return [note, ...below];
}
