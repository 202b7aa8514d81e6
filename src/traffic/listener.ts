import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';
import { numberAt } from './live-object.ts';
import type { LiveObject } from './live-object.ts';

/** A listener of a Gateway or of a ListenerSet. */
export type Listener = {
  owner: LiveObject;
  name: string;
  port: number | undefined;
  protocol: string;
  /** `''` for every name. */
  hostname: string;
  /** As the object has it. */
  spec: unknown;
  /** What the controller says of it, if it has said anything. */
  status: unknown;
};

/** The listeners of a Gateway or ListenerSet, with what its status says of each. */
export function listenersOf(owner: LiveObject): Listener[] {
  const statuses = listAt(owner.object, ['status', 'listeners']);
  return listAt(owner.object, ['spec', 'listeners'])
    .filter(isJsonObject)
    .map((spec) => {
      const name = textAt(spec, ['name']);
      return {
        owner,
        name,
        port: numberAt(spec, ['port']),
        protocol: textAt(spec, ['protocol']),
        hostname: textAt(spec, ['hostname']),
        spec,
        status: statuses.find((status) => textAt(status, ['name']) === name),
      };
    });
}

/** Which part of its owner a listener is. */
export function listenerPart({ name }: Listener): string {
  return `listener ${name}`;
}

/** The protocols whose connections say which name they are for: the others' `hostname` is ignored. */
export function hasHostnames({ protocol }: Listener): boolean {
  return ['HTTP', 'HTTPS', 'TLS'].includes(protocol);
}

/** Whether it ends TLS itself. */
export function terminatesTls({ protocol, spec }: Listener): boolean {
  const mode = valueAt(spec, ['tls', 'mode']) ?? 'Terminate';
  return protocol === 'HTTPS' || (protocol === 'TLS' && mode === 'Terminate');
}
