import { DNS_LABEL } from '../../manifest/names.ts';
import { parsePort } from './backend.ts';
import { parseCertificate } from './certificate.ts';
import type { ListenerOptions } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags } from './flags.ts';
import type { Given } from './given.ts';

/** Reads what the listeners of a Gateway are to be. */
export function parseListeners(
  flags: ExposeFlags,
  given: Given,
  problems: FlagProblems,
): ListenerOptions {
  const certificate = parseCertificate(flags, given, problems);
  if (flags.redirect === true && certificate === undefined) {
    problems.conflict(
      'redirect',
      'leads to HTTPS, which needs a certificate',
      'add --certificate, --acme, --self-signed, --issuer or --cluster-issuer',
    );
  }
  if (flags['https-port'] !== undefined && certificate === undefined) {
    problems.conflict(
      'https-port',
      'is for HTTPS, which needs a certificate',
      'add one, or leave it out',
    );
  }
  const { httpPort, httpsPort } = parseListenerPorts(flags, problems);
  if (httpPort === httpsPort && certificate !== undefined) {
    problems.conflict(
      'https-port',
      `is ${httpsPort}, as is that for HTTP`,
      'give each a port of its own',
    );
  }
  return {
    httpPort,
    httpsPort,
    certificate,
    redirect: certificate !== undefined && flags.redirect !== false,
    allowRoutes: parseAllowed(flags['allow-routes'] ?? [], problems),
  };
}

/** Reads the ports of listeners. */
export function parseListenerPorts(
  flags: ExposeFlags,
  problems: FlagProblems,
): { httpPort: number; httpsPort: number } {
  return {
    httpPort: parseListenerPort('http-port', flags['http-port'] ?? '80', problems),
    httpsPort: parseListenerPort('https-port', flags['https-port'] ?? '443', problems),
  };
}

function parseListenerPort(
  flag: 'http-port' | 'https-port',
  text: string,
  problems: FlagProblems,
): number {
  const port = parsePort(text);
  if (port === undefined)
    problems.invalid(flag, text, 'is no port', 'give a number from 1 to 65535');
  return port ?? 0;
}

function parseAllowed(
  values: readonly string[],
  problems: FlagProblems,
): ListenerOptions['allowRoutes'] {
  for (const value of values) {
    if (value !== '*' && !DNS_LABEL.test(value)) {
      problems.invalid(
        'allow-routes',
        value,
        "is not a namespace's name",
        "give a namespace, or '*' for all of them",
      );
    }
  }
  return values.includes('*') ? 'all' : [...new Set(values)];
}
