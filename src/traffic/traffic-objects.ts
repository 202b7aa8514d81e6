/**
 * The objects of a cluster that traffic depends on, as its API server gives them; empty where a kind is not served.
 * Of each only the fields that are judged need to be there.
 */
export type TrafficObjects = {
  gatewayClasses: readonly unknown[];
  gateways: readonly unknown[];
  /** ListenerSets and XListenerSets. */
  listenerSets: readonly unknown[];
  /** Of every kind, each with its `apiVersion` and `kind`. */
  routes: readonly unknown[];
  referenceGrants: readonly unknown[];
  /** BackendTLSPolicies: how a Gateway speaks TLS to a Service. */
  backendTlsPolicies: readonly unknown[];
  services: readonly unknown[];
  endpointSlices: readonly unknown[];
  namespaces: readonly unknown[];
  /** Of the Secrets that listeners name: that they exist and of which type they are, never more. */
  secrets: readonly SecretFacts[];
  /** The ConfigMaps that listeners name. */
  configMaps: readonly ObjectName[];
  nodes: readonly unknown[];
  /** Pods that have a port of their node. */
  pods: readonly unknown[];
  ingresses: readonly unknown[];
  /** Routes of the group route.openshift.io. */
  openShiftRoutes: readonly unknown[];
  /** The kinds of which something could not be read: that it is not in these lists says nothing. */
  unread: ReadonlySet<string>;
};

export type ObjectName = { namespace: string; name: string };

export type SecretFacts = ObjectName & { isTls: boolean };

export const NO_OBJECTS: TrafficObjects = {
  gatewayClasses: [],
  gateways: [],
  listenerSets: [],
  routes: [],
  referenceGrants: [],
  backendTlsPolicies: [],
  services: [],
  endpointSlices: [],
  namespaces: [],
  secrets: [],
  configMaps: [],
  nodes: [],
  pods: [],
  ingresses: [],
  openShiftRoutes: [],
  unread: new Set(),
};
