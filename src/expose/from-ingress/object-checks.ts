import type { Finding } from '../../findings.ts';
import type { KubernetesObject, ManifestObject } from '../../manifest/object.ts';
import { hostProblem } from '../options/hosts.ts';
import { leftover, shown, shownNames } from './leftover.ts';

/** Written by tools, for themselves. */
const TOOLS_OWN = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'openshift.io/host.generated',
]);

/** What an Ingress or Route has beside its spec: a note of its annotations, and one of its labels. */
export function metadataLeftovers(source: ManifestObject): Finding[] {
  return [...annotationLeftovers(source), ...labelLeftovers(source)];
}

/** Whether an Ingress gets a part of the requests of another one, by the word of its controller. */
export function isCanary({ object }: ManifestObject): boolean {
  return hasAnnotation(object, (name, value) => name.endsWith('/canary') && value === 'true');
}

/** Whether the controller of an Ingress takes its paths for regular expressions. */
export function hasPatterns({ object }: ManifestObject): boolean {
  return hasAnnotation(
    object,
    (name, value) =>
      (name.endsWith('/use-regex') && value === 'true') ||
      (name.endsWith('/rewrite-target') && value.includes('$')),
  );
}

function hasAnnotation(
  { metadata }: KubernetesObject,
  isMeant: (name: string, value: string) => boolean,
): boolean {
  return Object.entries(metadata.annotations ?? {}).some(([name, value]) => isMeant(name, value));
}

function labelLeftovers(source: ManifestObject): Finding[] {
  const names = Object.keys(source.object.metadata.labels ?? {}).toSorted();
  if (names.length === 0) return [];
  return [
    leftover(source, ['metadata', 'labels'], {
      code: 'labels-left',
      message: `may be what somebody selects it by, such as one of several routers: ${shownNames(names)}`,
      hint: 'put those that are needed onto the routes and the Gateway; a Gateway serves all that is attached to it',
    }),
  ];
}

/** The annotations of an Ingress or Route, each of which means something to one controller alone. */
function annotationLeftovers(source: ManifestObject): Finding[] {
  const names = Object.keys(source.object.metadata.annotations ?? {})
    .filter((name) => !TOOLS_OWN.has(name))
    .toSorted();
  if (names.length === 0) return [];
  return [
    leftover(source, ['metadata', 'annotations'], {
      code: 'annotations-left',
      message: `are for the controller that they were made for: ${shownNames(names)}`,
      hint: 'look for a filter, a policy or an annotation of the new controller that does the same; some may limit who gets in',
    }),
  ];
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

/** That a wildcard stands for more names than it did. */
export function wildcardNote(
  source: ManifestObject,
  path: readonly (string | number)[],
  host: string,
): Finding {
  return leftover(source, path, {
    code: 'wildcard-wider',
    message: `${shown(host)} of an Ingress or Route has one label for its *, that of a route of a Gateway any number`,
    hint: 'nothing, if names with more labels do not lead here',
  });
}
