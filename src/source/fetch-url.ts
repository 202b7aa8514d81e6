import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import pRetry from 'p-retry';
import { EnvHttpProxyAgent, request } from 'undici';
import type { Dispatcher } from 'undici';
import { UserError, inputError } from '../errors.ts';
import type { Environment } from '../registry/skopeo.ts';
import { explainFetchFailure, isTransientFailure } from './explain-fetch-failure.ts';
import { HttpStatusError } from './http-status-error.ts';
import { LIMITS, mebibytes } from './limits.ts';
import { shownUrl } from './shown-url.ts';
import { trustedCertificates } from './trusted-certificates.ts';

/** How long a server may take, in milliseconds, and how often it is asked. */
export type FetchLimits = {
  /** For all attempts and redirects together. */
  total?: number;
  /** For the connection, for the beginning of the answer, and between two parts of it. */
  stall?: number;
  /** After a failure that may pass. */
  retries?: number;
  /** Before the first retry; doubled for each further one. */
  retryDelay?: number;
};

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches one file by HTTPS, through the proxies of the environment (HTTPS_PROXY, NO_PROXY).
 * @param name the source's name in component.yaml, for errors
 * @throws {UserError} `source-unreachable`, `source-not-found`, `source-forbidden`, `source-redirect`,
 *   `source-too-large`, `source-fetch-failed`, `source-proxy-invalid`
 */
export async function fetchUrl(
  name: string,
  url: URL,
  environment: Environment,
  { total = 300_000, stall = 30_000, retries = 3, retryDelay = 500 }: FetchLimits = {},
): Promise<Buffer> {
  const proxy = proxyOf(environment);
  const dispatcher = new EnvHttpProxyAgent({
    // Nothing but HTTPS is fetched. Set all the same: unset, the process's environment would count.
    httpProxy: '',
    httpsProxy: proxy?.href ?? '',
    noProxy: environment.no_proxy ?? environment.NO_PROXY ?? '',
    ...(await tlsOptions(environment, stall)),
    headersTimeout: stall,
    bodyTimeout: stall,
  });
  const signal = AbortSignal.timeout(total);
  let shown = url;
  try {
    return await pRetry(
      () =>
        fetchOnce(url, { dispatcher, signal }, (target) => {
          shown = target;
        }),
      {
        retries,
        minTimeout: retryDelay,
        randomize: true,
        signal,
        shouldRetry: ({ error }) => isTransientFailure(error),
      },
    );
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw explainFetchFailure(error, { name, url: shown, proxy: proxy?.host, total });
  } finally {
    await dispatcher.destroy();
  }
}

type Way = { dispatcher: Dispatcher; signal: AbortSignal };

/** @param onTarget told each URL before it is asked, for errors */
async function fetchOnce(start: URL, way: Way, onTarget: (url: URL) => void): Promise<Buffer> {
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    onTarget(url);
    const { statusCode, headers, body } = await request(url, {
      ...way,
      headers: { accept: '*/*', 'accept-encoding': 'gzip', 'user-agent': 'microshift-optional' },
    });
    if (statusCode === 200) {
      return decode(
        await readBody(body, url),
        textOf(headers['content-encoding']).toLowerCase(),
        url,
      );
    }
    // The connection is not used again.
    body.on('error', () => {}).destroy();
    if (!REDIRECTS.has(statusCode)) throw new HttpStatusError(statusCode);
    url = redirected(url, textOf(headers.location));
  }
  throw redirectError(start, `redirects more than ${MAX_REDIRECTS} times`);
}

function redirected(from: URL, location: string): URL {
  if (location === '' || !URL.canParse(location, from.href)) {
    throw redirectError(from, 'redirects to nowhere');
  }
  const to = new URL(location, from);
  if (to.protocol !== 'https:') {
    throw redirectError(from, `redirects to ${to.protocol}//${to.host}, and so away from TLS`);
  }
  to.username = '';
  to.password = '';
  return to;
}

async function readBody(body: AsyncIterable<Uint8Array>, url: URL): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop destroys the body, whatever it has left to send.
    if (size > LIMITS.fileBytes) throw tooLarge(url);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function decode(body: Buffer, encoding: string, url: URL): Promise<Buffer> {
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding === 'gzip' || encoding === 'x-gzip') {
    try {
      return await promisify(gunzip)(body, { maxOutputLength: LIMITS.fileBytes });
    } catch (error) {
      const isTooLarge =
        error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      throw isTooLarge ? tooLarge(url) : broken(url, 'is not compressed correctly');
    }
  }
  throw broken(url, `comes in the encoding ${encoding}, which was not asked for`);
}

async function tlsOptions(environment: Environment, timeout: number) {
  const ca = await trustedCertificates(environment);
  const options = { ca, timeout };
  // Directly, through a proxy, and of the proxy itself.
  return { connect: options, requestTls: options, proxyTls: options, connectTimeout: timeout };
}

function proxyOf(environment: Environment): URL | undefined {
  const value = environment.https_proxy || environment.HTTPS_PROXY;
  if (!value) return undefined;
  // As Go's programs read it.
  const text = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy !== undefined && ['http:', 'https:'].includes(proxy.protocol)) return proxy;
  throw inputError({
    code: 'source-proxy-invalid',
    message: 'HTTPS_PROXY is no URL of an HTTP proxy',
    hint: 'write it as http://HOST:PORT, or unset it',
  });
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header.join(',') : (header ?? '')).trim();
}

function tooLarge(url: URL): UserError {
  return inputError({
    code: 'source-too-large',
    message: `is larger than the ${mebibytes(LIMITS.fileBytes)} that are read of a file`,
    hint: 'give the URL of the manifest itself',
    at: { file: shownUrl(url) },
  });
}

function broken(url: URL, message: string): UserError {
  return inputError({
    code: 'source-fetch-failed',
    message,
    hint: 'fetch it by other means, and give the file',
    at: { file: shownUrl(url) },
  });
}

function redirectError(url: URL, message: string): UserError {
  return inputError({
    code: 'source-redirect',
    message,
    hint: 'give the URL that it ends at, if that is right',
    at: { file: shownUrl(url) },
  });
}
