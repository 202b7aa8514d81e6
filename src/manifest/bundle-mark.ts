import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';
import { isJsonObject, valueAt } from './json.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from './names.ts';

/** The last parts of the annotations that say so, after a domain. */
export const BUNDLE_MARKS = ['/bundle-version', '/channel'] as const;

/**
 * What an object says of the bundle that it is of, as the CRDs of the Gateway API do
 * (https://gateway-api.sigs.k8s.io/concepts/versioning/): `<domain>/bundle-version` and `<domain>/channel`.
 */
export type BundleMark = { version?: string; channel?: string };

/** By domain. */
export type BundleMarks = ReadonlyMap<string, BundleMark>;

/**
 * The bundles that an object says it is of, by its annotations. What is no version or no name is left out: it
 * can be compared with nothing.
 * @param object in any form that has its metadata
 */
export function bundleMarks(object: unknown): BundleMarks {
  const annotations = valueAt(object, ['metadata', 'annotations']);
  const marks = new Map<string, BundleMark>();
  if (!isJsonObject(annotations)) return marks;
  for (const [key, value] of Object.entries(annotations)) {
    const slash = key.indexOf('/');
    const domain = key.slice(0, slash);
    if (slash < 0 || typeof value !== 'string' || !DNS_SUBDOMAIN.test(domain)) continue;
    const mark = marks.get(domain) ?? {};
    const end = key.slice(slash);
    if (end === BUNDLE_MARKS[0] && isBundleVersion(value)) {
      marks.set(domain, { ...mark, version: value });
    }
    if (end === BUNDLE_MARKS[1] && DNS_LABEL.test(value)) {
      marks.set(domain, { ...mark, channel: value });
    }
  }
  return marks;
}

/** Whether a text is a version that can be compared, and shown anywhere. */
export function isBundleVersion(text: string): boolean {
  return /^v?\d[\w.+-]{0,63}$/.test(text) && valid(text) !== null;
}

/** How two versions of a bundle follow each other: 1 where `a` is the newer one. */
export function compareBundleVersions(a: string, b: string): -1 | 0 | 1 {
  return compare(a, b);
}

/** Two forms of an object that say of which bundle they are: how they follow each other. */
export type BundleOrder = { order: -1 | 0 | 1; domain: string; versions: [string, string] };

/**
 * Which of two forms of an object says that it is the newer one: 1 for `a`; undefined where they name no bundle in
 * common, or contradict themselves.
 */
export function compareBundleMarks(a: BundleMarks, b: BundleMarks): BundleOrder | undefined {
  const orders = [...a].flatMap(([domain, { version }]): BundleOrder[] => {
    const other = b.get(domain)?.version;
    if (version === undefined || other === undefined) return [];
    const order = compareBundleVersions(version, other);
    return [{ order, domain, versions: [version, other] }];
  });
  const first = orders.find(({ order }) => order !== 0) ?? orders[0];
  return orders.every(({ order }) => order === 0 || order === first?.order) ? first : undefined;
}

/** A bundle of which two forms of an object say to be of different channels; undefined where there is none. */
export function channelConflict(
  a: BundleMarks,
  b: BundleMarks,
): { domain: string; channels: [string, string] } | undefined {
  for (const [domain, { channel }] of a) {
    const other = b.get(domain)?.channel;
    if (channel !== undefined && other !== undefined && channel !== other) {
      return { domain, channels: [channel, other] };
    }
  }
  return undefined;
}
