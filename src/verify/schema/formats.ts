import { isIP, isIPv6 } from 'node:net';
import type { Format } from 'ajv';
import type { Json } from '../../manifest/json.ts';

/*
 * The formats that the API server tests (apiextensions-apiserver, pkg/apiserver/validation/formats.go;
 * kube-openapi, pkg/validation/strfmt), as it reads them: a duration is Go's, not that of ISO 8601. It
 * ignores those that it does not know; so does this program, and besides email, hostname, uri, mac, isbn,
 * creditcard, ssn and the colours, whose rules in Go have too many corners to promise the same answer.
 */

/**
 * The format that counts for values of a type, under its name in {@link FORMATS}; undefined for one that
 * is ignored. An integer without a format is one of 64 bits.
 */
export function formatOf(type: string, format: Json | undefined): string | undefined {
  if (type === 'integer') return format === 'int32' ? 'int32' : 'int64';
  if (type === 'number') return format === 'float' ? 'float' : undefined;
  if (type !== 'string' || typeof format !== 'string') return undefined;
  const name = format.replaceAll('-', '');
  return Object.hasOwn(TEXT_FORMATS, name) ? name : undefined;
}

const TEXT_FORMATS: Record<string, RegExp | ((text: string) => boolean)> = {
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/,
  cidr: isCidr,
  date: isDate,
  datetime: isDateTime,
  duration: isDuration,
  // Leading zeros are tolerated, as by Go before 1.17.
  ipv4: (text) => isIP(withoutLeadingZeros(text)) > 0 && /^[^%]*\.[^%]*$/.test(text),
  ipv6: (text) => isIPv6(text) && !text.includes('%'),
  uuid: uuid('[0-9a-f]', '[0-9a-f]'),
  uuid3: uuid('3', '[0-9a-f]'),
  uuid4: uuid('4', '[89ab]'),
  uuid5: uuid('5', '[89ab]'),
};

/** Every format that {@link formatOf} names, for the validator. */
export const FORMATS: Record<string, Format> = {
  ...TEXT_FORMATS,
  int32: { type: 'number', validate: (value) => value >= -(2 ** 31) && value < 2 ** 31 },
  int64: { type: 'number', validate: (value) => value >= -(2 ** 63) && value < 2 ** 63 },
  float: { type: 'number', validate: (value) => Number.isFinite(Math.fround(value)) },
};

function uuid(version: string, variant: string): RegExp {
  return new RegExp(
    `^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${variant}[0-9a-f]{3}-?[0-9a-f]{12}$`,
    'i',
  );
}

function withoutLeadingZeros(text: string): string {
  return text.replaceAll(/(?<![\da-f])0+(?=[\da-f])/gi, '');
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const family = address.includes('%') ? 0 : isIP(withoutLeadingZeros(address));
  const most = family === 4 ? 32 : 128;
  return more.length === 0 && family > 0 && /^\d+$/.test(bits) && Number(bits) <= most;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // The 30th of February becomes the 1st or 2nd of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  const clock = /^(\d{2}):(\d{2}):(\d{2})(?:.\d+)?(?:z|[+-]\d{2}:\d{2})$/.exec(time);
  const [hours = '', minutes = '', seconds = ''] = clock?.slice(1) ?? [];
  const isTime = clock !== null && hours <= '23' && minutes <= '59' && seconds <= '59';
  return isTime && isDate(date);
}

/** Go's `1h30m`, or words such as `2 days`, of which one is enough. */
function isDuration(text: string): boolean {
  if (/^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return true;
  return [...text.matchAll(/(?<!\d)\d+\s*([A-Za-zµ]+)/g)].some(([, unit = '']) =>
    /^(?:ns|nano.*|us|µs|micro.*|ms|milli.*|s|sec.*|m|min.*|h|hr|hour.*|d|day.*|w|wk|week.*)$/i.test(
      unit,
    ),
  );
}
