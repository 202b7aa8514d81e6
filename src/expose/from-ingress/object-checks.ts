import type { Finding } from '../../findings.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { hostProblem } from '../options/hosts.ts';
import { leftover, shown, shownNames } from './leftover.ts';

/** Written by tools, for themselves. */
const TOOLS_OWN = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'openshift.io/host.generated',
]);

/** The annotations of an Ingress or Route, each of which means something to one controller alone. */
export function annotationLeftovers(source: ManifestObject): Finding[] {
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
