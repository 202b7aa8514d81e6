import { canonicalJsonText, isJsonObject } from '../manifest/json.ts';

/** What the API server and controllers keep in an object beside what anybody asks for. */
const BOOKKEEPING = new Set(['managedFields', 'resourceVersion', 'generation']);

/**
 * Whether two states of a live object say the same. Neither resourceVersion nor managedFields tell: a
 * controller's status and defaults that are stored late move the one, and the times in the other count
 * in seconds. Of an object of which only the metadata was read, the generation stands for the rest: that is
 * right for CRDs, where it counts the changes of spec.
 */
export function isSameContent(before: unknown, after: unknown): boolean {
  return canonicalJsonText(contentOf(before)) === canonicalJsonText(contentOf(after));
}

function contentOf(object: unknown): unknown {
  if (!isJsonObject(object)) return object;
  const { status: _, metadata, ...content } = object;
  const isAllThereIs = object.kind === 'PartialObjectMetadata';
  const kept = Object.entries(isJsonObject(metadata) ? metadata : {}).filter(
    ([field]) => !BOOKKEEPING.has(field) || (isAllThereIs && field === 'generation'),
  );
  return { ...content, metadata: Object.fromEntries(kept) };
}
