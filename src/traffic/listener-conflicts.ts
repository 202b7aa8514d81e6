import type { Cause } from './link.ts';
import { listenerPart, hasHostnames } from './listener.ts';
import type { Listener } from './listener.ts';
import { shortName } from './live-object.ts';

/**
 * The listener that leaves no place for this one: one before it with the same port, and the same hostname or a
 * protocol that cannot share the port (https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec).
 * @param before the listeners of its Gateway that come before it
 */
export function findConflict(listener: Listener, before: readonly Listener[]): Cause | undefined {
  const transport = transportOf(listener);
  for (const other of before) {
    const otherTransport = transportOf(other);
    if (other.port === undefined || other.port !== listener.port) continue;
    if (transport === undefined || transport.carrier !== otherTransport?.carrier) continue;
    const name = `${listenerPart(other)} of ${shortName(other.owner.id)}`;
    if (transport.kind !== otherTransport.kind) {
      return {
        code: 'listener-conflict',
        message: `cannot share port ${listener.port} with ${name}: ${listener.protocol} beside ${other.protocol}`,
        fix: 'give one of the two another port',
      };
    }
    const isSameName =
      !hasHostnames(listener) || listener.hostname.toLowerCase() === other.hostname.toLowerCase();
    if (isSameName) {
      return {
        code: 'listener-conflict',
        message: `has the same port ${listener.port} and hostname as ${name}`,
        fix: 'give one of the two another hostname or port, or remove it',
      };
    }
  }
  return undefined;
}

/** What decides whether protocols can share a port: HTTPS and TLS both tell their names before anything else. */
function transportOf({ protocol }: Listener): { carrier: string; kind: string } | undefined {
  switch (protocol) {
    case 'HTTP':
    case 'TCP':
      return { carrier: 'TCP', kind: protocol };
    case 'HTTPS':
    case 'TLS':
      return { carrier: 'TCP', kind: 'TLS' };
    case 'UDP':
      return { carrier: 'UDP', kind: protocol };
    default:
      return undefined;
  }
}
