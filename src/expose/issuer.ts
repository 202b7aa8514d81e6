import type { JsonObject } from '../manifest/json.ts';
import type { CommentedObject } from './commented-object.ts';
import type { Certificate } from './options/expose-options.ts';

/** The API group of Certificates and their issuers. */
const GROUP = 'cert-manager.io';
const API_VERSION = `${GROUP}/v1`;

const ACME_SERVERS = {
  staging: 'https://acme-staging-v02.api.letsencrypt.org/directory',
  production: 'https://acme-v02.api.letsencrypt.org/directory',
} as const;

/** What a Certificate is made for. */
export type CertificateRequest = {
  /** Of the application: what is made is named after it. */
  name: string;
  /** Of the listeners, and so of the Secret. */
  namespace: string;
  secretName: string;
  hosts: readonly string[];
  /** The parents over which an ACME authority finds the answer to its challenge. */
  challengeRefs: readonly JsonObject[];
};

/** The annotation that has Certificates made for the listeners of a Gateway, by an issuer that is there. */
export function issuerAnnotation(certificate: Certificate | undefined): Record<string, string> {
  if (certificate?.kind !== 'issuer') return {};
  const key = certificate.scope === 'Issuer' ? 'issuer' : 'cluster-issuer';
  return { [`${GROUP}/${key}`]: certificate.name };
}

/** An issuer where it is not there yet, and the Certificate that it is to issue; none for a Secret that is there. */
export function makeIssuance(
  certificate: Certificate | undefined,
  request: CertificateRequest,
): CommentedObject[] {
  switch (certificate?.kind) {
    case undefined:
    case 'secret':
      return [];
    case 'acme': {
      const issuer = makeAcmeIssuer(certificate, request);
      return [issuer, makeCertificate(request, 'ClusterIssuer', issuer.object.metadata.name)];
    }
    case 'self-signed': {
      const issuer = makeSelfSignedIssuer(request);
      return [issuer, makeCertificate(request, 'Issuer', issuer.object.metadata.name, true)];
    }
    case 'issuer':
      return [makeCertificate(request, certificate.scope, certificate.name)];
  }
}

function makeAcmeIssuer(
  { email, production }: Certificate & { kind: 'acme' },
  { name, namespace, challengeRefs }: CertificateRequest,
): CommentedObject {
  // It belongs to no namespace, and applications of two may have one name; neither has a dot.
  const issuerName = `${namespace}.${name}-acme${production ? '' : '-staging'}`;
  return {
    comment: [
      'Gets certificates from an ACME authority, which asks over HTTP, at port 80 of each hostname, for the ' +
        'answer to a challenge: the names have to lead here from the internet. For this the issuer adds a route of ' +
        'its own for a while, so its controller needs the Gateway API enabled (config.enableGatewayAPI).',
      production
        ? 'This is the production server, which gives a name few certificates a week.'
        : 'This is the staging server, whose certificates no browser trusts, and whose limits are wide. When it ' +
          'works, run expose once more with --production.',
    ],
    object: {
      apiVersion: API_VERSION,
      kind: 'ClusterIssuer',
      metadata: { name: issuerName },
      spec: {
        acme: {
          server: production ? ACME_SERVERS.production : ACME_SERVERS.staging,
          email,
          privateKeySecretRef: { name: `${issuerName}-account` },
          solvers: [{ http01: { gatewayHTTPRoute: { parentRefs: [...challengeRefs] } } }],
        },
      },
    },
    fields: [
      {
        path: ['spec', 'acme', 'privateKeySecretRef'],
        text: 'The key of the account: the controller makes it, in its own namespace.',
      },
    ],
  };
}

function makeSelfSignedIssuer({ name, namespace }: CertificateRequest): CommentedObject {
  return {
    comment: [
      'Issues certificates that are signed with their own keys: for trying things out, and where clients are given ' +
        'the certificate.',
    ],
    object: {
      apiVersion: API_VERSION,
      kind: 'Issuer',
      metadata: { name: `${name}-self-signed`, namespace },
      spec: { selfSigned: {} },
    },
  };
}

function makeCertificate(
  { name, namespace, secretName, hosts }: CertificateRequest,
  kind: 'Issuer' | 'ClusterIssuer',
  issuer: string,
  isSelfSigned = false,
): CommentedObject {
  return {
    comment: [
      `Has a certificate issued and renewed, into the Secret ${secretName}, which the listeners for HTTPS use.`,
    ],
    object: {
      apiVersion: API_VERSION,
      kind: 'Certificate',
      metadata: { name, namespace },
      spec: {
        secretName,
        // Its issuer is its subject then, which must not be empty (RFC 5280).
        ...(isSelfSigned ? { commonName: name } : {}),
        dnsNames: [...hosts],
        issuerRef: { group: GROUP, kind, name: issuer },
      },
    },
  };
}
