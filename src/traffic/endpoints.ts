import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Cause } from './link.ts';
import { nameKey } from './live-object.ts';
import type { LiveObject } from './live-object.ts';

/** How many endpoints of a Service's port can be connected to, of how many; or why none can. */
export type Endpoints = { ready: number; all: number; cause?: Cause };

/**
 * Counts the endpoints behind a port of a Service
 * (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/). Whoever does not say whether it is
 * ready, is.
 * @param port the name of the port, `''` where it has none
 */
export function endpointsOf(
  { slices }: ClusterIndex,
  service: LiveObject,
  port: string,
): Endpoints {
  const own = slices.get(nameKey(service.id)) ?? [];
  const all = own.flatMap(endpointsIn).length;
  const withPort = own.filter((slice) =>
    listAt(slice, ['ports']).some((each) => textAt(each, ['name']) === port),
  );
  const reachable = withPort.flatMap(endpointsIn);
  const ready = reachable.filter((each) => valueAt(each, ['conditions', 'ready']) !== false).length;
  if (ready > 0) return { ready, all };
  const counts = { all, reachable: reachable.length };
  return { ready, all, cause: whyNone(service, port, counts) };
}

function endpointsIn(slice: unknown): unknown[] {
  return listAt(slice, ['endpoints']);
}

function whyNone(
  { object, id }: LiveObject,
  port: string,
  { all, reachable }: { all: number; reachable: number },
): Cause {
  const selector = valueAt(object, ['spec', 'selector']);
  const asked = Object.entries(isJsonObject(selector) ? selector : {})
    .map(([key]) => `${key}=${textAt(selector, [key])}`)
    .join(',');
  const look = `kubectl get pods -n ${id.namespace}${asked === '' ? '' : ` -l ${asked}`}`;
  if (all === 0 && asked === '') {
    return {
      code: 'no-endpoints',
      message: 'has neither a selector nor endpoints',
      fix: 'give the Service a selector, or write EndpointSlices for it',
    };
  }
  if (all === 0) {
    return {
      code: 'no-endpoints',
      message: `no pods are behind it: its selector ${asked} finds none`,
      fix: `correct the selector or the labels of the pods, or start them: ${look}`,
    };
  }
  if (reachable === 0) {
    return {
      code: 'endpoint-port-missing',
      message: `its pods have no port for it${port === '' ? '' : ` (port ${port})`}: targetPort names one that they do not have`,
      fix: 'correct targetPort of the Service, or name the port of the container',
    };
  }
  return {
    code: 'no-ready-endpoints',
    message: `none of its ${all} endpoints is ready`,
    fix: `look why the pods are not: ${look}`,
  };
}
