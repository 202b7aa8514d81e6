import semver from 'semver';
import * as z from 'zod';
import { DNS_LABEL, DNS_SUBDOMAIN } from './names.ts';
import { parseQuantity } from './quantity.ts';

/*
 * Schemas of single fields, which several files that people write have in common. Names end up in paths,
 * a package's spec file and reports, so nothing but plain names passes.
 */

export const dnsLabel = z.string().regex(DNS_LABEL, 'expected a DNS label: a-z, 0-9 and -');

export const objectName = z.string().regex(DNS_SUBDOMAIN, 'expected a DNS name: a-z, 0-9, - and .');

/** Words without any character that means something to RPM, Markdown or a shell. */
export const plainWords = z
  .string()
  .regex(/^\w[\w ,.()/-]{0,78}$/, 'expected one line of plain words, at most 79 characters');

export const dottedField = z
  .string()
  .regex(/^[A-Za-z]\w*(?:\.\w+)*$/, 'expected a dotted path such as spec.version');

/** The core group is `''`. */
export const objectReference = z.strictObject({
  group: objectName.or(z.literal('')).default(''),
  kind: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'expected a kind such as ConfigMap'),
  namespace: dnsLabel.or(z.literal('')).default(''),
  name: objectName,
});

export const quantity = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((text) => parseQuantity(text) !== undefined, 'expected a quantity such as 50m or 64Mi');

export const versionRange = z
  .string()
  .refine(
    (text) => semver.validRange(text) !== null,
    'expected a range of versions such as >=1.5.0',
  );
