import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { Credentials } from './credentials.ts';
import { ApiError } from './api-error.ts';

export type ApiRequest = {
  method: 'GET' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path and query, already encoded. */
  path: string;
  accept?: string;
  contentType?: string;
  body?: string | Buffer;
};

/** A connection to one API server with one set of credentials; it retries nothing. */
export type Connection = {
  /** The body of a successful answer. @throws {ApiError} or the network's error */
  request(request: ApiRequest, signal: AbortSignal): Promise<string>;
  /** The lines of an answer as they arrive. @throws {ApiError} or the network's error */
  lines(request: ApiRequest, signal: AbortSignal): AsyncGenerator<string>;
  close(): void;
};

// More connections gain nothing on the two cores that such a device has (docs/benchmarks.md).
const MAX_SOCKETS = 8;
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** An answer that would fill the memory; its code makes it transient, since no API server gives one. */
class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  readonly code = 'ANSWER_TOO_LARGE';

  constructor() {
    super(`an answer of more than ${MAX_BODY_BYTES / 1024 / 1024} MiB`);
  }
}

/**
 * Why node:https and not client-node's API classes: these lose the fields of a CRD that their models do
 * not know, and starting them takes longer than a warm boot's whole work.
 */
export function openConnection(credentials: Credentials, userAgent: string): Connection {
  const client = credentials.server.protocol === 'http:' ? http : https;
  // Made once: every socket would parse the certificates anew.
  const { ca, cert, key } = credentials;
  const secureContext = tls.createSecureContext({ ca, cert, key });
  const agent = new client.Agent({ keepAlive: true, maxSockets: MAX_SOCKETS, secureContext });
  // A watch holds its socket for as long as it lasts, so watches have sockets of their own.
  const watchAgent = new client.Agent({ keepAlive: false, secureContext });

  const send = (
    request: ApiRequest,
    signal: AbortSignal,
    through: http.Agent,
  ): Promise<http.IncomingMessage> => {
    const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
    const { hostname, port, pathname } = credentials.server;
    const options: https.RequestOptions = {
      method: request.method,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port || undefined,
      path: pathname.replace(/\/$/, '') + request.path,
      headers: {
        accept: request.accept ?? 'application/json',
        'user-agent': userAgent,
        ...(request.body === undefined
          ? {}
          : {
              'content-type': request.contentType ?? 'application/json',
              'content-length': Buffer.byteLength(request.body),
            }),
        ...(credentials.token === undefined
          ? {}
          : { authorization: `Bearer ${credentials.token}` }),
      },
      agent: through,
      signal,
      servername: credentials.serverName,
      rejectUnauthorized: !credentials.skipVerify,
    };
    const call = client.request(options, resolve);
    call.on('error', reject);
    call.end(request.body);
    return promise;
  };

  const checked = async (response: http.IncomingMessage): Promise<http.IncomingMessage> => {
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    const { 'retry-after': retryAfter, date } = response.headers;
    throw new ApiError(status, await readBody(response), retryAfter, date);
  };

  return {
    async request(request, signal) {
      return readBody(await checked(await send(request, signal, agent)));
    },
    async *lines(request, signal) {
      const response = await checked(await send(request, signal, watchAgent));
      try {
        yield* splitLines(response);
      } finally {
        response.destroy();
      }
    },
    close() {
      agent.destroy();
      watchAgent.destroy();
    },
  };
}

async function* splitLines(response: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_BODY_BYTES) throw new TooLargeError();
    yield* lines.filter((line) => line !== '');
  }
}

async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new TooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
