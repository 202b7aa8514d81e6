import { STATUS_CODES } from 'node:http';
import { inputError } from '../errors.ts';
import type { Problem, UserError } from '../errors.ts';
import { HttpStatusError } from './http-status-error.ts';
import { shownUrl } from './shown-url.ts';

/** What was asked for when a fetch failed. */
export type FailedFetch = {
  /** Of the source. */
  name: string;
  url: URL;
  /** Host and port of the proxy that the environment names. */
  proxy: string | undefined;
  /** The time for everything, in milliseconds. */
  total: number;
};

const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** By the codes of Node's and undici's errors: what happened, and whether it may pass. */
const FAILURES: Record<string, { what: string; transient?: boolean }> = {
  ENOTFOUND: { what: 'the name of the host is not known' },
  EAI_AGAIN: { what: 'the name of the host cannot be looked up now', transient: true },
  ECONNREFUSED: { what: 'the connection was refused', transient: true },
  ECONNRESET: { what: 'the connection was cut', transient: true },
  EPIPE: { what: 'the connection was cut', transient: true },
  ETIMEDOUT: { what: 'the connection timed out', transient: true },
  EHOSTUNREACH: { what: 'there is no route to the host' },
  ENETUNREACH: { what: 'there is no network' },
  UND_ERR_CONNECT_TIMEOUT: { what: 'the connection timed out', transient: true },
  UND_ERR_HEADERS_TIMEOUT: { what: 'the server does not answer', transient: true },
  UND_ERR_BODY_TIMEOUT: { what: 'the server stopped in the middle of the answer', transient: true },
  UND_ERR_SOCKET: { what: 'the server closed the connection', transient: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { what: 'the answer is incomplete', transient: true },
};

/** Whether the same request may succeed later. */
export function isTransientFailure(error: unknown): boolean {
  if (error instanceof HttpStatusError) return TRANSIENT_STATUSES.has(error.status);
  return FAILURES[codeOf(error)]?.transient ?? false;
}

/** Makes an error for the user of what a request failed with. */
export function explainFetchFailure(error: unknown, failed: FailedFetch): UserError {
  const problem =
    error instanceof HttpStatusError ? ofStatus(error.status, failed) : ofNetwork(error, failed);
  return inputError({ ...problem, at: { file: shownUrl(failed.url) } }, { cause: error });
}

function ofStatus(status: number, { name, url }: FailedFetch): Problem {
  const shown = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  const message = `source ${name}: ${url.host} answered ${shown}`;
  switch (status) {
    case 404:
    case 410:
      return { code: 'source-not-found', message, hint: 'check the URL, and the version in it' };
    case 401:
    case 403:
      return {
        code: 'source-forbidden',
        message,
        hint: `it wants a login, or limits how often it is asked; ${elsewhere(name)}`,
      };
    default:
      return {
        code: 'source-fetch-failed',
        message,
        hint: `try again later, or ${elsewhere(name)}`,
      };
  }
}

function ofNetwork(error: unknown, { name, url, proxy, total }: FailedFetch): Problem {
  const through = proxy === undefined ? '' : ` (HTTPS_PROXY is ${proxy})`;
  const message = `source ${name}: ${url.host} cannot be reached${through}: `;
  const code = codeOf(error);
  if (isTimeout(error)) {
    return {
      code: 'source-unreachable',
      message: `${message}it took longer than ${total / 1000} s in all`,
      hint: `try again, or ${elsewhere(name)}`,
    };
  }
  if (isCertificateError(code)) {
    return {
      code: 'source-unreachable',
      message: `${message}its certificate is not trusted (${code})`,
      hint: "put its certificate authority into the system's trust store, or name its file by SSL_CERT_FILE or NODE_EXTRA_CA_CERTS",
    };
  }
  const what = FAILURES[code]?.what ?? innermost(error).message;
  return {
    code: 'source-unreachable',
    message: `${message}${what}${code === '' ? '' : ` (${code})`}`,
    hint: `check the network and HTTPS_PROXY, or ${elsewhere(name)}`,
  };
}

function elsewhere(name: string): string {
  return `fetch it on a machine that can, and give the file: --source ${name}=FILE`;
}

function isCertificateError(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA/.test(code);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** Errors come wrapped: by undici for proxies, by Node where a host has several addresses. */
function innermost(error: unknown): Error & { code?: unknown } {
  if (!(error instanceof Error)) return new Error(String(error));
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error.cause];
  return first instanceof Error ? innermost(first) : error;
}

function codeOf(error: unknown): string {
  const { code } = innermost(error);
  return typeof code === 'string' ? code : '';
}
