import { LOCK } from '../../support/release.ts';
import type { Finding } from '../../../../src/findings.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { Check, VerifiedRelease } from '../../../../src/verify/verified-release.ts';
import { from, object } from '../../support/objects.ts';

/** A release of these objects and nothing else. */
export function verified(...objects: KubernetesObject[]): VerifiedRelease {
  return { directory: 'out', lock: LOCK, files: new Map(), objects: from('a.yaml', ...objects) };
}

/** What a check finds in these objects, as {@link shownFinding} shows it. */
export function found(check: Check, ...objects: KubernetesObject[]): string[] {
  return check(verified(...objects)).map(shownFinding);
}

/** `severity code object field: message`, whatever of it is there. */
export function shownFinding({ severity, code, at = {}, message }: Finding): string {
  const place = [severity, code, at.object, at.field].filter((part) => part !== undefined);
  return `${place.join(' ')}: ${message}`;
}

/** A Deployment `shop/web` with this pod spec. */
export function web(spec: object, template: object = {}): KubernetesObject {
  return object('apps/v1 Deployment shop/web', {
    spec: { template: { ...template, spec: { containers: [], ...spec } } },
  });
}

export const SHOP = object('v1 Namespace shop');
