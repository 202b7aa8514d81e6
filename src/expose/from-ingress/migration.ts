import type { Finding } from '../../findings.ts';
import type { Backend } from '../options/backend.ts';
import type { ManifestObject } from '../../manifest/object.ts';

/** What of one host's requests goes where, from an Ingress or Route. */
export type HostRule = {
  /** Of the routes and Services. */
  namespace: string;
  /** Empty for every host. */
  host: string;
  match: { type: 'Exact' | 'PathPrefix'; value: string };
  backends: readonly WeightedBackend[];
  http: 'serve' | 'redirect' | 'none';
  https: boolean;
  source: ManifestObject;
};

/** Without a weight where it is alone. */
export type WeightedBackend = Backend & { weight: number | undefined };

/** The certificate of a host's HTTPS. */
export type HostCertificate = {
  host: string;
  /** Undefined for the controller's own. */
  secret: { namespace: string; name: string } | undefined;
  source: ManifestObject;
};

/** A host whose TLS ends in its pods. */
export type Passthrough = {
  namespace: string;
  host: string;
  backends: readonly WeightedBackend[];
  source: ManifestObject;
};

/** A Service that is reached by TLS, and whose certificate is checked with these certificates (PEM). */
export type BackendTls = {
  namespace: string;
  service: string;
  port: number;
  /** The name of the port; without it, it holds for all ports of the Service. */
  portName: string | undefined;
  authorities: string;
  source: ManifestObject;
};

/** What was found in Ingresses and Routes, before it is put together. */
export type Migration = {
  rules: HostRule[];
  certificates: HostCertificate[];
  passthroughs: Passthrough[];
  backendTls: BackendTls[];
  /** What is not carried over. */
  leftovers: Finding[];
};

/** A migration of nothing. */
export function emptyMigration(): Migration {
  return { rules: [], certificates: [], passthroughs: [], backendTls: [], leftovers: [] };
}
