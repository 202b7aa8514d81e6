import { textAt, valueAt } from '../manifest/json.ts';
import type { GroupKind } from '../manifest/object.ts';
import { GATEWAY_GROUP, liveObjects, nameKey } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { routeOf } from './route.ts';
import type { Route } from './route.ts';
import type { SecretFacts, TrafficObjects } from './traffic-objects.ts';

/** The objects of a cluster, to be found by what refers to them; keys are {@link nameKey}s. */
export type ClusterIndex = {
  /** By name. */
  classes: ReadonlyMap<string, LiveObject>;
  gateways: ReadonlyMap<string, LiveObject>;
  listenerSets: readonly LiveObject[];
  routes: readonly Route[];
  grants: readonly LiveObject[];
  backendTlsPolicies: readonly LiveObject[];
  services: ReadonlyMap<string, LiveObject>;
  /** The EndpointSlices of each Service. */
  slices: ReadonlyMap<string, readonly unknown[]>;
  /** The labels of each namespace. */
  namespaces: ReadonlyMap<string, unknown>;
  secrets: ReadonlyMap<string, SecretFacts>;
  configMaps: ReadonlySet<string>;
  /** See {@link TrafficObjects}. */
  unread: ReadonlySet<string>;
};

/** Makes the objects of a cluster findable. */
export function indexObjects(objects: TrafficObjects): ClusterIndex {
  const classes = liveObjects(objects.gatewayClasses, ofGateways('GatewayClass'));
  return {
    classes: new Map(classes.map((each) => [each.id.name, each])),
    gateways: byName(liveObjects(objects.gateways, ofGateways('Gateway'))),
    listenerSets: liveObjects(objects.listenerSets),
    routes: liveObjects(objects.routes).map(routeOf),
    grants: liveObjects(objects.referenceGrants, ofGateways('ReferenceGrant')),
    backendTlsPolicies: liveObjects(objects.backendTlsPolicies, ofGateways('BackendTLSPolicy')),
    services: byName(liveObjects(objects.services, { group: '', kind: 'Service' })),
    slices: Map.groupBy(objects.endpointSlices, (slice) =>
      nameKey({
        namespace: textAt(slice, ['metadata', 'namespace']),
        name: textAt(slice, ['metadata', 'labels', 'kubernetes.io/service-name']),
      }),
    ),
    namespaces: new Map(
      objects.namespaces.map((namespace) => [
        textAt(namespace, ['metadata', 'name']),
        valueAt(namespace, ['metadata', 'labels']),
      ]),
    ),
    secrets: new Map(objects.secrets.map((secret) => [nameKey(secret), secret])),
    configMaps: new Set(objects.configMaps.map(nameKey)),
    unread: objects.unread,
  };
}

function ofGateways(kind: string): GroupKind {
  return { group: GATEWAY_GROUP, kind };
}

function byName(objects: readonly LiveObject[]): Map<string, LiveObject> {
  return new Map(objects.map((object) => [nameKey(object.id), object]));
}
