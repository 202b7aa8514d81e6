import { listAt, textAt } from '../manifest/json.ts';
import type { GroupKind } from '../manifest/object.ts';
import { terminatesTls } from './listener.ts';
import type { Listener } from './listener.ts';
import { GATEWAY_GROUP } from './live-object.ts';

/**
 * The kinds of routes that a protocol can carry (https://gateway-api.sigs.k8s.io/reference/spec/#protocoltype);
 * undefined for protocols of a controller's own.
 */
function carriedKinds(listener: Listener): string[] | undefined {
  switch (listener.protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TLS':
      return terminatesTls(listener) ? ['TCPRoute', 'TLSRoute'] : ['TLSRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'UDP':
      return ['UDPRoute'];
    default:
      return undefined;
  }
}

/** A kind that a listener asks for and its protocol cannot carry. */
export function impossibleKind(listener: Listener): GroupKind | undefined {
  const carried = carriedKinds(listener);
  return namedKinds(listener).find(
    ({ group, kind }) =>
      group === GATEWAY_GROUP && carried !== undefined && !carried.includes(kind),
  );
}

/** Whether a listener takes routes of a kind: by what it names, else by its protocol. */
export function takesKind(listener: Listener, { group, kind }: GroupKind): boolean {
  const named = namedKinds(listener);
  if (named.length > 0) return named.some((each) => each.group === group && each.kind === kind);
  const carried = carriedKinds(listener);
  return carried === undefined || (group === GATEWAY_GROUP && carried.includes(kind));
}

function namedKinds({ spec }: Listener): GroupKind[] {
  return listAt(spec, ['allowedRoutes', 'kinds']).map((each) => ({
    group: textAt(each, ['group']) || GATEWAY_GROUP,
    kind: textAt(each, ['kind']),
  }));
}
