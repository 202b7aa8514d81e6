/**
 * The YAML that the API server's own tools read: go-yaml v2 as sigs.k8s.io/yaml uses it, which is
 * YAML 1.1 with exceptions (no base-60 numbers, dates stay text, `0o17` is octal too). The rules are
 * those of go.yaml.in/yaml/v2 resolve.go; test/cluster/yaml-fidelity.test.ts compares with it.
 */

/**
 * Which of two readers a text is for. Kustomize reads with go-yaml v3: it takes `yes`, `on`, `y` and the
 * like for text, dates for times, and only text for keys.
 */
export type Dialect = 'kubectl' | 'kustomize';

/** What a scalar stands for. Infinities and NaN are no JSON, but can be keys. */
export type Scalar = null | boolean | number | bigint | string;

const WORDS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (text) => [text, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (text) => [text, false] as const,
  ),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((text) => [text, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((text) => [text, -Infinity] as const),
  ...['.nan', '.NaN', '.NAN'].map((text) => [text, NaN] as const),
]);
const LONGEST_WORD = 5;
const TRUE_OR_FALSE = /^(?:true|false)$/i;

/** What a plain scalar (one without quotes) stands for. */
export function resolvePlain(text: string, dialect: Dialect = 'kubectl'): Scalar {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    const isText =
      dialect === 'kustomize' && typeof word === 'boolean' && !TRUE_OR_FALSE.test(text);
    if (word !== undefined) return isText ? text : word;
  }
  if (!/^[-+.\d]/.test(text)) return text;
  return parseInteger(text) ?? parseFloating(text) ?? text;
}

/**
 * What a scalar with a tag stands for, quoted or not; undefined where the tag does not fit it.
 * @param tag in full, `tag:yaml.org,2002:int`
 */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
  const type = /^tag:yaml\.org,2002:(null|bool|int|float|timestamp|binary)$/.exec(tag)?.[1];
  if (type === undefined) return text;
  if (type === 'binary') return fromBase64(text);
  if (type === 'timestamp') return TIMESTAMP.test(text) ? text : undefined;
  const value = resolvePlain(text);
  if (type === 'null') return value === null ? value : undefined;
  if (type === 'bool') return typeof value === 'boolean' ? value : undefined;
  if (type === 'int') return isInteger(text) ? value : undefined;
  if (typeof value === 'bigint') return value < 2n ** 63n ? Number(value) : undefined;
  return typeof value === 'number' ? value : undefined;
}

const TIMESTAMP = /^\d{4}-\d\d?-\d\d?(?:[Tt ]\d\d?:\d\d?:\d\d?(?:\.\d*)?(?:Z|[-+]\d\d:\d\d)?)?$/;

/** Whether kustomize takes a plain scalar for a time, and writes it as another text. */
export function isTime(text: string): boolean {
  return /^\d{4}-\d\d?-\d\d?(?:[Tt ].*)?$/.test(text);
}

/**
 * The text of a key in JSON; undefined for what no key can be.
 * @param isFloat tells, of a number, whether it is no {@link isInteger}
 */
export function keyText(value: Scalar, isFloat: () => boolean): string | undefined {
  if (typeof value === 'number' && isFloat()) return formatFloat32(value);
  // Go has a type of its own for numbers from 2^63 on, which sigs.k8s.io/yaml does not expect in a key.
  if (value === null || (typeof value === 'bigint' && value >= 2n ** 63n)) return undefined;
  return String(value);
}

/** Whether Go takes a plain scalar for a whole number: `1e3` and what is beyond 64 bits is none. */
export function isInteger(text: string): boolean {
  return parseInteger(text) !== undefined;
}

const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
// Of a number in base 2: longer ones are beyond 64 bits in any base, apart from leading zeros.
const MOST_DIGITS = 64;

/**
 * A whole number: `017` and `0o17` are octal, `_` only separates. One that a double cannot hold exactly
 * becomes a bigint; one beyond 64 bits is none, which makes it a double if it is decimal, else text.
 */
function parseInteger(text: string): number | bigint | undefined {
  const [, sign, digits] = INTEGER.exec(text.replaceAll('_', '')) ?? [];
  if (digits === undefined) return undefined;
  const [, prefix = '', rest = ''] = /^(0[xXbBoO]?0*|)(.*)$/.exec(digits) ?? [];
  if (rest.length > MOST_DIGITS) return undefined;
  const base = prefix.slice(0, 2).toLowerCase().replace(/^00?$/, '0o');
  const magnitude = BigInt(`${base}${rest || '0'}`);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < -(2n ** 63n) || value >= 2n ** (sign === '' ? 64n : 63n)) return undefined;
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

const FLOATING = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function parseFloating(text: string): number | undefined {
  // What begins with a dot is left to another function of Go, which wants digits around a `_`.
  const separator = text.startsWith('.') ? /(?<=\d)_(?=\d)/g : /_/g;
  const plain = text.replaceAll(separator, '');
  const value = FLOATING.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/**
 * Go's strconv.FormatFloat(value, 'g', -1, 32), with YAML's words for what is no number; undefined where
 * 32 bits would change the number.
 */
function formatFloat32(value: number): string | undefined {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', power = ''] = value.toExponential().split('e');
  const exponent = Number(power);
  if (mantissa.replace(/[-.]/g, '').length > 6 || Math.abs(exponent) > 37) return undefined;
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${mantissa}e${power.replace(/^(.)(.)$/, '$10$2')}`;
}

function fromBase64(text: string): string | undefined {
  const plain = text.replaceAll(/[\r\n]/g, '');
  const bytes = Buffer.from(plain, 'base64');
  if (bytes.toString('base64') !== plain) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
