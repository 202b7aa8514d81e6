import type { Client } from './client.ts';
import { listAt, textAt } from '../manifest/json.ts';

// A kubelet that does not answer must not hold up what is known already.
const LONGEST = 1000;

/**
 * The answer to one request, which tells more of what is known already: undefined where it cannot be had at once,
 * whatever the reason.
 */
export async function readOnce(
  client: Client,
  path: string,
  accept?: string,
): Promise<string | undefined> {
  const asked = accept === undefined ? {} : { accept };
  try {
    return await client.once({ method: 'GET', path, ...asked }, LONGEST);
  } catch {
    return undefined;
  }
}

/**
 * An object by its name, as a list: whoever may only list it can see it too. `object` is undefined where there is
 * none; the answer, where it cannot be had at once.
 * @param path of the resource
 */
export async function readNamed(
  client: Client,
  path: string,
  name: string,
): Promise<{ object: unknown } | undefined> {
  const query = `fieldSelector=${encodeURIComponent(`metadata.name=${name}`)}`;
  const text = await readOnce(client, `${path}?${query}`);
  return text === undefined ? undefined : { object: listAt(JSON.parse(text), ['items'])[0] };
}

/** The objects of a list of which more than some hundred would tell nothing more. */
export async function listOnce(
  client: Client,
  path: string,
  query: string,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  let next = '';
  for (let page = 0; page < PAGES; page += 1) {
    const rest = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const text = await readOnce(client, `${path}?${query}&limit=${PAGE}${rest}`);
    if (text === undefined) break;
    const answer: unknown = JSON.parse(text);
    found.push(...listAt(answer, ['items']));
    next = textAt(answer, ['metadata', 'continue']);
    if (next === '') break;
  }
  return found;
}

const PAGE = 100;
const PAGES = 3;
