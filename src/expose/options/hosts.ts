import { DNS_SUBDOMAIN } from '../../manifest/names.ts';

const LONGEST_LABEL = 63;

/**
 * What is wrong with a hostname of a listener or route, or undefined: a DNS name, or one whose first label is `*`
 * (https://gateway-api.sigs.k8s.io/reference/spec/#hostname). No address: the specification forbids it.
 */
export function hostProblem(host: string): string | undefined {
  const name = host.startsWith('*.') ? host.slice(2) : host;
  if (name.includes('*')) return 'has a * that is not its whole first label';
  if (/[:/]/.test(name)) return 'is no name alone: it has a port, a path or a scheme';
  if (/[A-Z]/.test(name)) return 'has capital letters';
  if (/^[\d.]+$/.test(name)) return 'is an address, not a name';
  if (name.endsWith('.')) return 'ends with a dot';
  const isName =
    host.length <= 253 &&
    DNS_SUBDOMAIN.test(name) &&
    name.split('.').every((label) => label.length <= LONGEST_LABEL);
  return isName ? undefined : 'is no DNS name';
}

export const HOST_HINT =
  'give a name such as shop.example.com, or all names of a domain as *.apps.example.com';
