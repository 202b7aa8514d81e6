const SUFFIXES = new Map([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

// Bounded: the text comes from upstream.
const QUANTITY =
  /^(?<number>[+-]?(?:\d{1,64}(?:\.\d{0,64})?|\.\d{1,64}))(?:(?<exponent>[eE][+-]?\d{1,2})|(?<suffix>[A-Za-z]{1,2}))?$/;

/**
 * A Kubernetes quantity (`50m`, `64Mi`, `1e3`) as a number of its unit: cores, bytes; undefined if it is
 * none. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: string): number | undefined {
  const { number, exponent = '', suffix = '' } = QUANTITY.exec(text)?.groups ?? {};
  const factor = SUFFIXES.get(suffix);
  if (number === undefined || factor === undefined) return undefined;
  return Number(`${number}${exponent}`) * factor;
}

/** Memory for people: `356Mi`, in Mi throughout, as Kubernetes' own figures are. */
export function formatMemory(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toFixed(1))}Mi`;
}

/** CPU for people: `115m`. */
export function formatCpu(cores: number): string {
  return `${Number((cores * 1000).toFixed(1))}m`;
}
