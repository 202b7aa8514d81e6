import { backendRef } from './backend-ref.ts';
import type { JsonObject } from '../manifest/json.ts';
import type { Backend } from './options/backend.ts';
import type { Canary, ExposeOptions } from './options/expose-options.ts';

/** The rule that leads requests with a header to the canary. */
export function canaryRule(
  backend: Backend,
  header: { name: string; value: string },
  { routeKind, namespace }: ExposeOptions,
): JsonObject {
  const headers = [{ ...header }];
  const match =
    routeKind === 'GRPCRoute' ? { headers } : { path: { type: 'PathPrefix', value: '/' }, headers };
  return { matches: [match], backendRefs: [backendRef(backend, namespace)] };
}

/** The default backend; beside it the canary, where requests are shared between them. */
export function splitBackends(
  backend: Backend,
  canary: Canary | undefined,
  namespace: string,
): JsonObject[] {
  if (canary?.weights === undefined) return [backendRef(backend, namespace)];
  return [
    backendRef(backend, namespace, canary.weights.stable),
    backendRef(canary.backend, namespace, canary.weights.canary),
  ];
}
