import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { HEALTHY, unhealthy } from './check.ts';
import type { Judge, ServiceId } from './check.ts';

/** The part of a query that selects the EndpointSlices of a Service. */
export function slicesOf({ name }: ServiceId): string {
  return `labelSelector=${encodeURIComponent(`kubernetes.io/service-name=${name}`)}`;
}

/**
 * Whether a Service has an endpoint that takes connections, by the list of its EndpointSlices. An endpoint that
 * does not say whether it is ready is
 * (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions).
 */
export function judgeEndpoints({ namespace, name }: ServiceId): Judge {
  return (slices) => {
    const live = listAt(slices, []).filter(
      (slice) => textAt(slice, ['metadata', 'deletionTimestamp']) === '',
    );
    const isReady = live
      .flatMap((slice) => listAt(slice, ['endpoints']))
      .some((endpoint) => valueAt(endpoint, ['conditions', 'ready']) !== false);
    if (isReady) return HEALTHY;
    return unhealthy(
      `calls Service ${namespace}/${name}, which has no ready endpoint`,
      'NoEndpoint',
    );
  };
}
