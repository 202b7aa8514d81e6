import type { Problem } from '../errors.ts';
import { textAt, valueAt } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { readComparedCrd, storageVersion } from '../upgrade/compared-crd.ts';
import type { ComparedCrd } from '../upgrade/compared-crd.ts';
import { findWay } from './find-way.ts';
import { newerReason } from './newer-crd.ts';
import { goneVersions, storedVersions } from './stored-versions.ts';

/** What is known beside the two CRDs. */
export type CrdContext = {
  /** The versions that the custom resources of the set are written in. */
  neededVersions: readonly string[];
  /**
   * Whether the device went back to an older release: true or false where the release that was here before
   * is known to be newer or older than this one; undefined where it is not known, or the same.
   */
  isRollback: boolean | undefined;
};

/** What is to be done about a CRD that is in the cluster already. */
export type CrdDecision =
  /** Write it as ever. */
  | { action: 'apply' }
  /** Rewrite the objects that may be stored in the versions `from`, then write it. */
  | { action: 'migrate'; from: readonly string[]; to: string }
  /** Leave the live one, which is newer and serves what the set needs. */
  | { action: 'keep'; reason: string }
  /** Write nothing: exit status 6. */
  | { action: 'refuse'; problem: Omit<Problem, 'at'> };

/**
 * Judges what the CRD of a set means for the one in the cluster and its objects.
 * @param live as the API server has it, with its status
 * @param next of the set
 */
export function judgeCrdChange(
  live: KubernetesObject,
  next: KubernetesObject,
  { neededVersions, isRollback }: CrdContext,
): CrdDecision {
  const [before, after] = [readComparedCrd(live), readComparedCrd(next)];
  // The API server refuses it, and says why.
  if (before === undefined || after === undefined) return { action: 'apply' };
  const identity = identityProblem(before, after);
  if (identity !== undefined) return { action: 'refuse', problem: identity };
  const reason = newerReason(live, next, isRollback);
  if (reason !== undefined) return judgeNewer(live, next, neededVersions, reason);
  const gone = goneVersions(live, next);
  if (gone.length === 0) return { action: 'apply' };
  const way = findWay(live, next, gone);
  return 'problem' in way
    ? { action: 'refuse', problem: way.problem }
    : { action: 'migrate', from: gone, to: way.to };
}

function judgeNewer(
  live: KubernetesObject,
  next: KubernetesObject,
  neededVersions: readonly string[],
  reason: string,
): CrdDecision {
  const [before, after] = [readComparedCrd(live), readComparedCrd(next)];
  const served = servedVersions(before);
  const missing = [...new Set(neededVersions)].filter((name) => !served.includes(name));
  const text = `the CRD in the cluster is of a newer release (${reason})`;
  const serves = `it serves ${served.join(', ') || 'nothing'}`;
  if (missing.length > 0) {
    const message = `${text}: ${serves}, but objects of this release are written in ${missing.join(', ')}`;
    return { action: 'refuse', problem: { code: 'crd-downgrade', message, hint: DOWNGRADE_HINT } };
  }
  const converter = lostConverter(live, next, neededVersions);
  if (converter !== undefined) {
    const message = `${text}: its objects can be read as this release needs them only through ${converter}, which this release does not bring`;
    return { action: 'refuse', problem: { code: 'crd-downgrade', message, hint: DOWNGRADE_HINT } };
  }
  const unserved = servedVersions(after).filter((name) => !served.includes(name));
  const lacks = unserved.length === 0 ? '' : `, and no longer ${unserved.join(', ')}`;
  return { action: 'keep', reason: `${text}: ${serves}${lacks}` };
}

function servedVersions(crd: ComparedCrd | undefined): string[] {
  return (crd?.versions ?? []).filter(({ served }) => served).map(({ name }) => name);
}

/** The webhook that a newer CRD needs to serve the needed versions, where the next one does not name it. */
function lostConverter(
  live: KubernetesObject,
  next: KubernetesObject,
  neededVersions: readonly string[],
): string | undefined {
  const crd = readComparedCrd(live);
  if (crd?.hasWebhook !== true) return undefined;
  const stored = new Set([storageVersion(crd)?.name, ...storedVersions(live)]);
  const isConverted = neededVersions.some((name) => stored.size > 1 || !stored.has(name));
  const converter = converterOf(live);
  return isConverted && converter !== converterOf(next) ? converter : undefined;
}

function converterOf(crd: KubernetesObject): string {
  const config = valueAt(crd, ['spec', 'conversion', 'webhook', 'clientConfig']);
  const url = textAt(config, ['url']);
  const service = `${textAt(config, ['service', 'namespace'])}/${textAt(config, ['service', 'name'])}`;
  return url === '' ? `the conversion webhook of Service ${service}` : `the webhook at ${url}`;
}

const DOWNGRADE_HINT =
  'go forward to the newer release again, or restore the data that MicroShift had with the older one; else convert its objects and the CRD by hand';

function identityProblem(before: ComparedCrd, after: ComparedCrd): Omit<Problem, 'at'> | undefined {
  const changes = (['group', 'kind', 'plural', 'scope'] as const).filter(
    (field) => before[field] !== after[field],
  );
  if (changes.length === 0) return undefined;
  const what = changes.map((field) => `${field} ${before[field]}, not ${after[field]}`);
  return {
    code: 'crd-identity-changed',
    message: `the CRD in the cluster has ${what.join(', and ')}, which cannot be changed`,
    hint: 'save its objects, delete the CRD and with it all of them, and apply again',
  };
}
