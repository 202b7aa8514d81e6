import { addAbortSignal, Readable } from 'node:stream';
import type { Client } from '../../../../src/cluster/client.ts';
import type { ApiRequest } from '../../../../src/cluster/connection.ts';
import { withRetries } from '../../../../src/cluster/retry.ts';

export type FakeServer = {
  /** The answer to a request, as a value; what it throws is what the attempt ends with. */
  answer?: (request: ApiRequest) => unknown;
  /** The events of a watch; {@link Readable.from} ends it after the last, a PassThrough when told. */
  watch?: (request: ApiRequest) => Readable;
  signal?: AbortSignal;
};

/** A client without a network: it retries as the real one does and records what it is asked. */
export function fakeClient({
  answer = () => ({}),
  watch = () => Readable.from([]),
  signal = new AbortController().signal,
}: FakeServer): Client & { requests: ApiRequest[] } {
  const requests: ApiRequest[] = [];
  let trouble = '';
  return {
    signal,
    requests,
    request: (request, { onRetry, isFinal } = {}) =>
      withRetries(
        async () => {
          requests.push(request);
          return JSON.stringify(await answer(request));
        },
        {
          signal,
          isFinal,
          onRetry: (error) => {
            trouble = error.message;
            onRetry?.(error);
          },
        },
      ),
    once: async (request) => {
      requests.push(request);
      const found = await answer(request);
      return typeof found === 'string' ? found : JSON.stringify(found);
    },
    async *lines(request, until) {
      requests.push(request);
      const events = addAbortSignal(AbortSignal.any([signal, until]), watch(request));
      for await (const event of events) yield JSON.stringify(event);
    },
    lastTrouble: () => trouble,
    close: () => {},
  };
}

/** `METHOD path?query` of each request. */
export function requestLines({ requests }: { requests: readonly ApiRequest[] }): string[] {
  return requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
}
