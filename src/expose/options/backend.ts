import { DNS_LABEL } from '../../manifest/names.ts';

/** A port of a Service in some namespace. */
export type Backend = { namespace: string; name: string; port: number };

const DEFAULT_PORT = 80;

export const BACKEND_HINT = 'give [NAMESPACE/]SERVICE[:PORT], such as shop:8080';

/**
 * Reads `[NAMESPACE/]SERVICE[:PORT]`.
 * @param namespace where the Service is if the text does not say
 * @returns what is wrong with it where it is none
 */
export function parseBackend(text: string, namespace: string): Backend | string {
  const [, own = namespace, name = '', port] =
    /^(?:([^/]*)\/)?([^/:]*)(?::(.*))?$/s.exec(text) ?? [];
  if (!DNS_LABEL.test(own)) return 'has no namespace before the /';
  if (!DNS_LABEL.test(name)) return "is not a Service's name";
  const number = port === undefined ? DEFAULT_PORT : parsePort(port);
  return number === undefined
    ? 'has a port that is no number from 1 to 65535'
    : { namespace: own, name, port: number };
}

/** A port's number, or undefined where the text is none from 1 to 65535. */
export function parsePort(text: string): number | undefined {
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
  return port === undefined || port > 65_535 ? undefined : port;
}
