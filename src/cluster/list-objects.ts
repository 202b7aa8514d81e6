import { textAt, valueAt } from '../manifest/json.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { getJson } from './get-json.ts';

/** Some of the objects of a list. */
export type ObjectPage = {
  items: readonly unknown[];
  /** How many objects the list has from this page on, as far as the API server tells. */
  left: number;
};

export type ListOptions = {
  /** How many objects a page may have: bounds what is in memory. By default 500. */
  limit?: number;
  accept?: string;
};

/**
 * The objects of a resource, page by page; none where the resource is not served. A list that takes so long
 * that its version expires (410) starts over, so an object can come twice.
 * @param path of the resource
 * @throws {ApiError} where the API server refuses it; the deadline's reason
 */
export async function* listObjects(
  client: Client,
  path: string,
  { limit = 500, accept }: ListOptions = {},
): AsyncGenerator<ObjectPage> {
  let next = '';
  do {
    const rest = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const page = await getJson(client, `${path}?limit=${limit}${rest}`, accept).catch(startOver);
    if (page === EXPIRED) {
      next = '';
      continue;
    }
    const found = valueAt(page, ['items']);
    const items = Array.isArray(found) ? found : [];
    const remaining = valueAt(page, ['metadata', 'remainingItemCount']);
    yield { items, left: items.length + (typeof remaining === 'number' ? remaining : 0) };
    next = textAt(page, ['metadata', 'continue']);
    if (next === '') return;
  } while (true);
}

const EXPIRED = Symbol('expired');

function startOver(error: unknown): typeof EXPIRED {
  if (error instanceof ApiError && error.status === 410) return EXPIRED;
  throw error;
}
