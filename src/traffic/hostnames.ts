/**
 * Whether some name is meant by both: `*.example.com` means every name that ends so, of any number of labels
 * (https://gateway-api.sigs.k8s.io/reference/spec/#hostname); `''` means every name.
 */
export function intersect(one: string, other: string): boolean {
  return common(one, other) !== undefined;
}

/** The narrower of two hostnames that mean some name both: what is left of a route's behind its listener's. */
export function common(one: string, other: string): string | undefined {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === '' || a === b) return b;
  if (b === '') return a;
  if (covers(a, b)) return b;
  return covers(b, a) ? a : undefined;
}

function covers(wildcard: string, hostname: string): boolean {
  return wildcard.startsWith('*.') && hostname.endsWith(wildcard.slice(1));
}
