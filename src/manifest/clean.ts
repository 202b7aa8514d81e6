import type { JsonObject } from './json.ts';
import { isJsonObject } from './json.ts';
import type { KubernetesObject } from './object.ts';

/**
 * The object without what only a live object has: `status`, what the API server writes into metadata, as it stands
 * in what was read from a cluster, and the `creationTimestamp: null` that Go programs leave there (an object's own and
 * its pod template's). Under strict field validation some of it is no error, but would be owned by whoever applies
 * it; the rest another API server refuses.
 */
export function withoutLiveFields(object: KubernetesObject): KubernetesObject {
  const { status: _, ...rest } = object;
  const kept = Object.entries(object.metadata).filter(([key]) => !SERVER_METADATA.has(key));
  return cleanMetadata({ ...rest, metadata: Object.fromEntries(kept) }) as KubernetesObject;
}

const SERVER_METADATA = new Set([
  'creationTimestamp',
  'generation',
  'managedFields',
  // Owners go by their uid, which another cluster has not: its garbage collector would delete the object.
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
]);

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
