import type { ScalarTag, Tags } from 'yaml';

/**
 * The YAML that the API server's own tools read: go-yaml v2 as sigs.k8s.io/yaml uses it, which is
 * YAML 1.1 with exceptions (no base-60 numbers, dates stay text, `0o17` is octal too). The rules are
 * those of go.yaml.in/yaml/v2 resolve.go; test/unit/manifest/yaml.test.ts holds what kubectl made of
 * each case.
 */
export const kubernetesTags: Tags = [
  'null',
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/,
    identify: (value) => typeof value === 'boolean',
    resolve: (text) => /^(?:y|t|on)/i.test(text),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?(?:0b[01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|0|[1-9][0-9_]*)$/,
    identify: (value) => typeof value === 'bigint' || Number.isInteger(value),
    resolve: (text) => parseInteger(text),
    stringify: ({ value }) => String(value),
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9_]+)?$/,
    identify: (value) => typeof value === 'number',
    resolve: (text) => {
      const value = Number(text.replaceAll('_', ''));
      return Number.isFinite(value) ? value : text;
    },
    stringify: ({ value }) => String(value),
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: (text, onError) => {
      onError(`${text} cannot be written as JSON`);
      return text;
    },
  },
  {
    tag: 'tag:yaml.org,2002:binary',
    default: false,
    resolve: (text) => Buffer.from(text, 'base64').toString('utf8'),
  },
] satisfies ('null' | ScalarTag)[];

/**
 * A whole number: `017` and `0o17` are octal, `_` only separates. Above 64 bits it is a double, as for
 * Go's parsers; a number that a double cannot hold exactly becomes a bigint.
 */
function parseInteger(text: string): number | bigint {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const octal = /^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const magnitude = BigInt(octal);
  const value = text.startsWith('-') ? -magnitude : magnitude;
  const fits64Bits = value < 2n ** 64n && value >= -(2n ** 63n);
  const asNumber = Number(value);
  return fits64Bits && !Number.isSafeInteger(asNumber) ? value : asNumber;
}
