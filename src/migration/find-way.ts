import type { Problem } from '../errors.ts';
import type { Json } from '../manifest/json.ts';
import { valueAt } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { readComparedCrd, storageVersion } from '../upgrade/compared-crd.ts';
import type { ComparedCrd } from '../upgrade/compared-crd.ts';

/** How objects get from the versions that go into the one that the next CRD stores. */
export type Way = {
  to: string;
  /** `spec.conversion` of the CRD that serves both. */
  conversion: Json;
  /** The versions of the next CRD that can be served meanwhile. */
  versions: readonly string[];
};

const AS_THEY_ARE = { strategy: 'None' };

/**
 * The way from stored versions that the next CRD lacks to its storage version, or why there is none.
 *
 * Where the live CRD defines the storage version already, its own conversion leads there, whatever the next
 * one's is: it is by this that its objects are read now. Else the objects have to be taken as they are, and
 * that is right only where neither CRD says that versions differ by more than their schemas: the webhook of
 * the live one does not know the new version, and the next one's is not known to read versions that its
 * CRD does not define.
 */
export function findWay(
  live: KubernetesObject,
  next: KubernetesObject,
  gone: readonly string[],
): Way | { problem: Omit<Problem, 'at'> } {
  const way = wayOrReason(live, next, gone);
  return typeof way === 'string' ? { problem: blockedProblem(gone, way) } : way;
}

function wayOrReason(
  live: KubernetesObject,
  next: KubernetesObject,
  gone: readonly string[],
): Way | string {
  const [before, after] = [readComparedCrd(live), readComparedCrd(next)];
  const storage = after === undefined ? undefined : storageVersion(after);
  if (before === undefined || after === undefined || storage === undefined) {
    return 'the CRD of this release has no version that objects could be stored in';
  }
  const defined = new Set(before.versions.map(({ name }) => name));
  const unknown = gone.filter((name) => !defined.has(name));
  if (unknown.length > 0) {
    return `the CRD in the cluster does not define ${unknown.join(', ')} either`;
  }
  const all = after.versions.map(({ name }) => name);
  const to = storage.name;
  if (!before.hasWebhook && !after.hasWebhook)
    return { to, conversion: AS_THEY_ARE, versions: all };
  if (!defined.has(to)) return blockedBy(before, gone, to);
  const conversion = valueAt(live, ['spec', 'conversion']) as Json | undefined;
  // The live conversion knows nothing of versions that come, and no object is stored in them.
  const versions = all.filter((name) => defined.has(name));
  return { to, conversion: conversion ?? AS_THEY_ARE, versions };
}

function blockedBy({ hasWebhook }: ComparedCrd, gone: readonly string[], to: string): string {
  const from = gone.join(', ');
  return hasWebhook
    ? `the webhook that converts ${from} does not know ${to}`
    : `the webhook that converts to ${to} is not known to understand ${from}`;
}

function blockedProblem(gone: readonly string[], reason: string): Omit<Problem, 'at'> {
  return {
    code: 'crd-stored-version-removed',
    message: `objects may be stored in ${gone.join(', ')}, which the CRD of this release no longer defines, and they cannot be rewritten: ${reason}`,
    hint: 'go over a release that has both versions, or convert the objects by hand and take the version out of status.storedVersions of the CRD',
  };
}
