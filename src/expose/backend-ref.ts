import type { JsonObject } from '../manifest/json.ts';
import type { Backend } from './options/backend.ts';

/** A reference to a Service, as a route in a namespace has it. */
export function backendRef(
  { namespace, name, port }: Backend,
  routeNamespace: string,
  weight?: number,
): JsonObject {
  return {
    name,
    ...(namespace === routeNamespace ? {} : { namespace }),
    port,
    ...(weight === undefined ? {} : { weight }),
  };
}
