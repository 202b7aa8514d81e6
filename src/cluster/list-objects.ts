import { textAt, valueAt } from '../manifest/json.ts';
import type { Client } from './client.ts';
import { getJson } from './get-json.ts';

/**
 * The objects of a resource, page by page, so that memory does not grow with their number. Nothing where the
 * resource is not served.
 * @param path of the resource, without a query
 * @throws {ApiError} where the API server refuses the list, or has forgotten it halfway (410); the deadline's
 * reason
 */
export async function* listPages(
  client: Client,
  path: string,
  { accept, limit = 500 }: { accept?: string; limit?: number } = {},
): AsyncGenerator<unknown[]> {
  let next = '';
  do {
    const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const page = await getJson(client, `${path}?limit=${limit}${more}`, accept);
    const items = valueAt(page, ['items']);
    yield Array.isArray(items) ? items : [];
    next = textAt(page, ['metadata', 'continue']);
  } while (next !== '');
}
