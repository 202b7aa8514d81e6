import type { JsonObject } from './json.ts';
import { isJsonObject } from './json.ts';
import type { KubernetesObject } from './object.ts';

/**
 * The object without what only a live object has: `status`, and the `creationTimestamp: null` that Go
 * programs leave in metadata (an object's own and its pod template's). Under strict field validation
 * neither is an error, but both would be owned by whoever applies them.
 */
export function withoutLiveFields(object: KubernetesObject): KubernetesObject {
  const { status: _, ...rest } = object;
  return cleanMetadata(rest) as KubernetesObject;
}

function cleanMetadata(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (!isJsonObject(inner)) return [key, inner];
      if (key === 'metadata') {
        const { creationTimestamp, ...rest } = inner;
        return [key, creationTimestamp === null ? rest : inner];
      }
      // Schemas of CRDs may have properties called `metadata`; only templates nest real metadata.
      return [key, NESTING.has(key) ? cleanMetadata(inner) : inner];
    }),
  );
}

const NESTING = new Set(['spec', 'template', 'jobTemplate']);
