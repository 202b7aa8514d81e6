import type { Client } from '../../../src/cluster/client.ts';
import { getJson } from '../../../src/cluster/get-json.ts';

/** What the power cut throws: nothing that the program would handle. */
export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

/**
 * A client for which the power fails right after the API server has done its `count`-th write: neither that answer
 * nor any other arrives. Between two writes it makes no difference when it happens: reads change nothing.
 */
export function cutAfter(client: Client, count: number): Client {
  let writes = 0;
  const check = (): void => {
    if (writes >= count) throw new PowerCut();
  };
  return {
    ...client,
    async request(request, options) {
      check();
      const answer = client.request(request, options);
      if (request.method === 'GET') {
        return answer.finally(check);
      }
      return answer.finally(() => {
        writes += 1;
        check();
      });
    },
    async *lines(request, until) {
      check();
      for await (const line of client.lines(request, until)) {
        check();
        yield line;
      }
    },
  };
}

/**
 * Plays an operator until it is told to stop: takes the finalizers off what is being deleted at `path`, for as
 * long as its Deployment is there.
 */
export function playOperator(
  client: Client,
  path: string,
  deploymentPath: string,
): () => Promise<void> {
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // oxlint-disable no-await-in-loop -- one look after the other
      const held = await heldNames(client, path);
      const runs = held.length > 0 && (await getJson(client, deploymentPath)) !== undefined;
      for (const name of runs ? held : []) {
        const body = JSON.stringify({ metadata: { finalizers: null } });
        const patch = {
          method: 'PATCH',
          contentType: 'application/merge-patch+json',
          body,
        } as const;
        await client.request({ ...patch, path: `${path}/${name}` }).catch(() => {});
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      // oxlint-enable no-await-in-loop
    }
  };
  const working = work();
  return async () => {
    stopping.abort();
    await working;
  };
}

type Held = { metadata: { name: string; deletionTimestamp?: string; finalizers?: string[] } };

async function heldNames(client: Client, path: string): Promise<string[]> {
  const answer = await client.request({ method: 'GET', path }).catch(() => '{"items":[]}');
  return (JSON.parse(answer) as { items: Held[] }).items
    .map(({ metadata }) => metadata)
    .filter(({ deletionTimestamp, finalizers }) => deletionTimestamp && finalizers !== undefined)
    .map(({ name }) => name);
}
