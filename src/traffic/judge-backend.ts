import { listAt, textAt } from '../manifest/json.ts';
import { findTlsProblem } from './backend-tls.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { endpointsOf } from './endpoints.ts';
import { ok, shown, unknown } from './link.ts';
import type { Cause, Verdict } from './link.ts';
import { nameKey, numberAt, shortName } from './live-object.ts';
import { isGranted, notGranted } from './reference-grant.ts';
import { isKind } from './reference.ts';
import type { Backend, Route } from './route.ts';

/** Whether a controller says for such a cause that the references of the route are not resolved. */
export function isReferenceCause(cause: Cause | undefined): boolean {
  return cause !== undefined && REFERENCE_CAUSES.has(cause.code);
}

const REFERENCE_CAUSES = new Set([
  'reference-not-granted',
  'backend-missing',
  'backend-port-missing',
]);

/** Judges what a rule sends requests to: that it may, that it is there, and that somebody answers. */
export function judgeBackend(cluster: ClusterIndex, route: Route, backend: Backend): Verdict {
  const verdict = judge(cluster, route, backend);
  const share = [
    ...(backend.use === 'answer' ? [] : [backend.use]),
    ...(backend.weight === 1 ? [] : [`weight ${backend.weight}`]),
  ];
  return { ...verdict, facts: [...share, ...verdict.facts] };
}

function judge(cluster: ClusterIndex, route: Route, backend: Backend): Verdict {
  const user = shortName(route.id);
  if (!isGranted(cluster, route.id, backend)) {
    const message = `${user} may not use it: no ReferenceGrant in ${backend.namespace} allows it`;
    return shown({ ...notGranted(route.id, backend), message });
  }
  if (!isKind(backend, '', 'Service')) {
    return unknown(`a ${backend.kind} is its controller's own`);
  }
  const service = cluster.services.get(nameKey(backend));
  if (service === undefined && cluster.unread.has('Service')) return unknown('could not be read');
  if (service === undefined) {
    return shown({
      code: 'backend-missing',
      message: 'does not exist',
      fix: `create the Service, or correct the backendRef of ${user}`,
    });
  }
  // A name that somebody else resolves: whether a controller follows it is its own matter.
  if (textAt(service.object, ['spec', 'type']) === 'ExternalName') {
    const target = textAt(service.object, ['spec', 'externalName']);
    return unknown(`stands for the name ${target}`);
  }
  const ports = listAt(service.object, ['spec', 'ports']);
  const transport = route.id.kind === 'UDPRoute' ? 'UDP' : 'TCP';
  const port = ports.find(
    (each) => numberAt(each, ['port']) === backend.port && transportOf(each) === transport,
  );
  if (port === undefined) {
    const there = ports
      .map((each) => `${numberAt(each, ['port'])}/${transportOf(each)}`)
      .join(', ');
    return shown({
      code: 'backend-port-missing',
      message: `has no ${transport} port ${backend.port ?? '(none is given)'}; it has ${there || 'none'}`,
      fix: `correct the port in the backendRef of ${user}, or of the Service`,
    });
  }
  const tls = findTlsProblem(cluster, route, service, textAt(port, ['name']));
  if (tls !== undefined) return shown(tls);
  if (cluster.unread.has('EndpointSlice')) return unknown('its endpoints could not be read');
  const { ready, all, cause } = endpointsOf(cluster, service, textAt(port, ['name']));
  const fact = `${ready} of ${all} endpoints ready`;
  // Nobody is sent there.
  return cause === undefined || backend.weight === 0 ? ok(fact) : shown(cause, fact);
}

function transportOf(port: unknown): string {
  return textAt(port, ['protocol']) || 'TCP';
}
