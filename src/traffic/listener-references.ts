import { listAt, valueAt } from '../manifest/json.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Cause } from './link.ts';
import { terminatesTls } from './listener.ts';
import type { Listener } from './listener.ts';
import { nameKey, numberAt, shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { isGranted, notGranted } from './reference-grant.ts';
import { isKind, referenceOf } from './reference.ts';
import type { Reference } from './reference.ts';

/** What is wrong with what a listener refers to; `isCertain` where no controller could use it. */
export type ReferenceProblem = { cause: Cause; isCertain: boolean };

/** The Secrets whose certificates a listener shows. */
export function certificateRefs(listener: Listener): Reference[] {
  if (!terminatesTls(listener)) return [];
  return listAt(listener.spec, ['tls', 'certificateRefs']).map((ref) =>
    referenceOf(ref, { group: '', kind: 'Secret' }, listener.owner.id.namespace),
  );
}

/** The ConfigMaps (or others) whose authorities a listener believes clients by. */
export function authorityRefs(listener: Listener): Reference[] {
  const { spec, owner, protocol } = listener;
  const own = listAt(spec, ['tls', 'frontendValidation', 'caCertificateRefs']);
  const ofGateway = protocol === 'HTTPS' ? frontendAuthorities(listener) : [];
  return [...own, ...ofGateway].map((ref) =>
    referenceOf(ref, { group: '', kind: 'ConfigMap' }, owner.id.namespace),
  );
}

/** Newer Gateways say it once for all listeners, or for a port. */
function frontendAuthorities({ owner, port }: Listener): unknown[] {
  const frontend = valueAt(owner.object, ['spec', 'tls', 'frontend']);
  const ofPort = listAt(frontend, ['perPort']).find((each) => numberAt(each, ['port']) === port);
  const tls = valueAt(ofPort, ['tls']) ?? valueAt(frontend, ['default']);
  return listAt(tls, ['validation', 'caCertificateRefs']);
}

/** What is wrong with what a listener refers to, the first of it. */
export function findReferenceProblem(
  cluster: ClusterIndex,
  listener: Listener,
): ReferenceProblem | undefined {
  const { owner } = listener;
  for (const ref of certificateRefs(listener)) {
    const found = certificateProblem(cluster, owner, ref);
    if (found !== undefined) return found;
  }
  for (const ref of authorityRefs(listener)) {
    if (!isKind(ref, '', 'ConfigMap')) continue;
    if (!isGranted(cluster, owner.id, ref)) return certain(notGranted(owner.id, ref));
    if (!cluster.configMaps.has(nameKey(ref)) && !cluster.unread.has('ConfigMap')) {
      return certain({
        code: 'authority-missing',
        message: `the authorities of its clients are not there: ${shortName(ref)} does not exist`,
        fix: `create ${shortName(ref)} with the key ca.crt, or correct caCertificateRefs`,
      });
    }
  }
  return undefined;
}

function certificateProblem(
  cluster: ClusterIndex,
  owner: LiveObject,
  ref: Reference,
): ReferenceProblem | undefined {
  // Other kinds are their controller's own.
  if (!isKind(ref, '', 'Secret')) return undefined;
  if (!isGranted(cluster, owner.id, ref)) return certain(notGranted(owner.id, ref));
  const secret = cluster.secrets.get(nameKey(ref));
  if (secret === undefined && cluster.unread.has('Secret')) return undefined;
  if (secret === undefined) {
    return certain({
      code: 'certificate-missing',
      message: `its certificate is not there: ${shortName(ref)} does not exist`,
      fix: `create ${shortName(ref)} (kubectl create secret tls), or look why whoever issues it has not`,
    });
  }
  if (secret.isTls) return undefined;
  // The specification leaves other types to the controllers.
  const cause = {
    code: 'certificate-type',
    message: `its certificate ${shortName(ref)} is not of type kubernetes.io/tls`,
    fix: `create ${shortName(ref)} anew with kubectl create secret tls: the type of a Secret cannot be changed`,
  };
  return { cause, isCertain: false };
}

function certain(cause: Cause): ReferenceProblem {
  return { cause, isCertain: true };
}
