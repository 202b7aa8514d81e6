import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { HEALTHY, unhealthy } from './check.ts';
import type { Judge, ServiceId, ServicePort } from './check.ts';

/** The part of a query that selects the EndpointSlices of a Service. */
export function slicesOf({ name }: ServiceId): string {
  return `labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${name}`)}`;
}

/**
 * Whether a Service that the API server calls has the port that is called, and behind it an endpoint that takes
 * connections. An endpoint that does not say whether it is ready is
 * (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions).
 */
export function judgeEndpoints({ namespace, name, port }: ServicePort): Judge {
  return (found) => {
    const service = valueAt(found, ['service']);
    // Somewhere outside, at whatever port the API server calls.
    if (textAt(service, ['spec', 'type']) === 'ExternalName') return HEALTHY;
    const ports = listAt(service, ['spec', 'ports']);
    const called = ports.find((each) => valueAt(each, ['port']) === port);
    if (service !== undefined && called === undefined) {
      return unhealthy(
        `calls port ${port} of Service ${namespace}/${name}, which has no such port`,
        'NoServicePort',
      );
    }
    const serving = listAt(found, ['slices']).filter(isServing);
    if (serving.length === 0) {
      return unhealthy(
        `calls Service ${namespace}/${name}, which has no ready endpoint`,
        'NoEndpoint',
      );
    }
    if (serving.some((slice) => hasPort(slice, textAt(called, ['name'])))) return HEALTHY;
    return unhealthy(
      `calls port ${port} of Service ${namespace}/${name}, whose endpoints have no port for it`,
      'NoTargetPort',
    );
  };
}

function isServing(slice: unknown): boolean {
  if (textAt(slice, ['metadata', 'deletionTimestamp']) !== '') return false;
  return listAt(slice, ['endpoints']).some(
    (endpoint) => valueAt(endpoint, ['conditions', 'ready']) !== false,
  );
}

/** Ports of a Service and of its slices go by the same name, which may be empty. */
function hasPort(slice: unknown, name: string): boolean {
  return listAt(slice, ['ports']).some((port) => textAt(port, ['name']) === name);
}
