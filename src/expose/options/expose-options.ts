import type { Backend } from './backend.ts';

/** What `expose` is to make, checked: every name in it is one that the API server takes. */
export type ExposeOptions = {
  name: string;
  /** Of the routes. */
  namespace: string;
  routeKind: 'HTTPRoute' | 'GRPCRoute';
  /** Of the routes; maybe none in a mesh. */
  hosts: readonly string[];
  backend: Backend;
  paths: readonly PathBackend[];
  canary: Canary | undefined;
  parent: Parent;
  roles: boolean;
};

/** Where requests of a path, or gRPC calls of a service or method, go. */
export type PathBackend = { match: PathMatch; backend: Backend };

export type PathMatch = { path: string } | { service: string; method: string | undefined };

/** A second Service that gets a part of the requests. */
export type Canary = {
  backend: Backend;
  /** Shares of the requests; undefined where only the header leads to the canary. */
  weights: { stable: number; canary: number } | undefined;
  /** Requests that have it all go to the canary. */
  header: { name: string; value: string } | undefined;
};

/** What the routes belong to. */
export type Parent =
  | {
      kind: 'new-gateways';
      namespace: string;
      gateways: readonly NewGateway[];
      listeners: ListenerOptions;
    }
  | { kind: 'gateway'; gateway: GatewayReference; redirectListener: string | undefined }
  | {
      kind: 'added-listeners';
      how: 'patch' | 'listener-set';
      gateway: GatewayReference;
      listeners: ListenerOptions;
    }
  /** The Service whose requests a mesh leads by the routes: that of the backend. */
  | { kind: 'service' };

export type GatewayReference = { namespace: string; name: string; listener: string | undefined };

export type NewGateway = {
  name: string;
  class: string;
  hosts: readonly string[];
  addresses: readonly GatewayAddress[];
  /** Of the Gateway, and of what its controller makes for it. */
  annotations: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  isInternal: boolean;
};

export type GatewayAddress = { type: 'IPAddress' | 'Hostname'; value: string };

export type ListenerOptions = {
  httpPort: number;
  httpsPort: number;
  /** Without it there are no listeners for HTTPS. */
  certificate: Certificate | undefined;
  /** Whether listeners for HTTP only lead to those for HTTPS. */
  redirect: boolean;
  /** Namespaces, beside that of the routes, whose routes may attach. */
  allowRoutes: readonly string[] | 'all';
};

/** Where the certificate comes from. */
export type Certificate =
  | { kind: 'secret'; namespace: string | undefined; name: string }
  | { kind: 'acme'; email: string; production: boolean }
  | { kind: 'self-signed' }
  /** One that is there already. */
  | { kind: 'issuer'; scope: 'Issuer' | 'ClusterIssuer'; name: string };
