import type { Finding } from '../../findings.ts';
import { isJsonObject, valueAt } from '../../manifest/json.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { hostProblem } from '../options/hosts.ts';
import { CLASS_ANNOTATION } from './ingress-class.ts';
import { leftover, shown, shownNames } from './leftover.ts';

/** Written by tools, for themselves, or read: nothing is lost with them. */
const NOT_LEFT = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'openshift.io/host.generated',
  CLASS_ANNOTATION,
]);

/** What of an Ingress or Route is never carried over: annotations, labels, and fields that are not `read`. */
export function objectLeftovers(source: ManifestObject, read: ReadonlySet<string>): Finding[] {
  return [
    ...annotationLeftovers(source),
    ...labelLeftovers(source),
    ...fieldLeftovers(source, ['spec'], read),
  ];
}

/** The annotations of an Ingress or Route, each of which means something to one controller alone. */
export function annotationLeftovers(source: ManifestObject): Finding[] {
  const names = Object.keys(source.object.metadata.annotations ?? {})
    .filter((name) => !NOT_LEFT.has(name))
    .toSorted();
  if (names.length === 0) return [];
  return [
    leftover(source, ['metadata', 'annotations'], {
      code: 'annotations-left',
      message: `are for the controller that they were made for: ${shownNames(names, Infinity)}`,
      hint: 'look for a filter, a policy or an annotation of the new controller that does the same; some may limit who gets in',
    }),
  ];
}

/** The labels, of which routes get none: several objects may become one. By these some routers choose Routes. */
function labelLeftovers(source: ManifestObject): Finding[] {
  const names = Object.keys(source.object.metadata.labels ?? {}).toSorted();
  if (names.length === 0) return [];
  return [
    leftover(source, ['metadata', 'labels'], {
      code: 'labels-left',
      message: `are on none of the routes: ${shownNames(names, Infinity)}`,
      hint: 'add those by which something chooses it, such as a router for the inside',
    }),
  ];
}

/** The fields at `path` that hold something and are not among those that are `read`. */
export function fieldLeftovers(
  source: ManifestObject,
  path: readonly (string | number)[],
  read: ReadonlySet<string>,
): Finding[] {
  const value = valueAt(source.object, path);
  if (!isJsonObject(value)) return [];
  return Object.keys(value)
    .filter((name) => !read.has(name) && value[name] !== null)
    .toSorted()
    .map((name) =>
      leftover(source, [...path, name], {
        code: 'field-left',
        message: 'is not carried over',
        hint: 'look for a filter of routes that does the same, such as ResponseHeaderModifier for headers',
      }),
    );
}

/** That a wildcard stands for more names than it did. */
export function wildcardNote(
  source: ManifestObject,
  path: readonly (string | number)[],
  host: string,
): Finding {
  return leftover(source, path, {
    code: 'wildcard-wider',
    message: `${shown(host)} of ${source.object.kind === 'Route' ? 'a Route' : 'an Ingress'} has one label for its *, that of a route any number`,
    hint: 'nothing, if names with more labels do not lead here',
  });
}

/** Why a host cannot be one of a route, if it cannot. */
export function hostLeftover(
  source: ManifestObject,
  path: readonly (string | number)[],
  host: string,
): Finding | undefined {
  const problem = hostProblem(host);
  if (problem === undefined) return undefined;
  return leftover(source, path, {
    code: 'host-left',
    message: `${shown(host)} ${problem}; its rules are left out`,
    hint: 'give the host a DNS name',
  });
}
