import { listAt, textAt, valueAt } from '../manifest/json.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { parentOf } from './judge-listener-set.ts';
import type { Cause } from './link.ts';
import { GATEWAY, GATEWAY_GROUP, nameKey, shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { isKind, isParent, referenceOf } from './reference.ts';
import type { Route } from './route.ts';
import { said, wordsOf } from './said.ts';

/**
 * Why a Gateway cannot speak TLS to a port of a Service as a BackendTLSPolicy asks, by its controller's word: requests
 * end with an error then (https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/).
 * @param route that leads there: what is said for Gateways that it does not have above it concerns others
 * @param port the name of the port, `''` where it has none
 */
export function findTlsProblem(
  cluster: ClusterIndex,
  route: Route,
  { id }: LiveObject,
  port: string,
): Cause | undefined {
  const own = cluster.backendTlsPolicies.filter(
    (policy) =>
      policy.id.namespace === id.namespace &&
      listAt(policy.object, ['spec', 'targetRefs']).some(
        (target) =>
          textAt(target, ['group']) === '' &&
          textAt(target, ['kind']) === 'Service' &&
          textAt(target, ['name']) === id.name &&
          ['', port].includes(textAt(target, ['sectionName'])),
      ),
  );
  if (own.length === 0) return undefined;
  const above = gatewaysAbove(cluster, route);
  for (const policy of own) {
    const words = refusalOf(policy, above);
    if (words === undefined) continue;
    return {
      code: 'backend-tls-refused',
      message: `cannot be spoken to as ${shortName(policy.id)} asks: ${words}`,
      fix: `correct ${shortName(policy.id)}: what its validation.caCertificateRefs name, and hostname`,
    };
  }
  return undefined;
}

/** The Gateways that a route names, itself or by their ListenerSets. */
function gatewaysAbove({ listenerSets }: ClusterIndex, { parents }: Route): Set<string> {
  const direct = parents.filter((parent) => isKind(parent, GATEWAY_GROUP, 'Gateway'));
  const ofSets = listenerSets.filter((set) => parents.some((parent) => isParent(parent, set)));
  return new Set([...direct, ...ofSets.map(parentOf)].map(nameKey));
}

function refusalOf(
  { object, generation, id }: LiveObject,
  above: ReadonlySet<string>,
): string | undefined {
  for (const ancestor of listAt(object, ['status', 'ancestors'])) {
    const ref = referenceOf(valueAt(ancestor, ['ancestorRef']), GATEWAY, id.namespace);
    if (isKind(ref, GATEWAY_GROUP, 'Gateway') && !above.has(nameKey(ref))) continue;
    const [accepted, resolved] = ['Accepted', 'ResolvedRefs'].map((type) =>
      said(ancestor, type, generation),
    );
    // Another policy counts in its place.
    if (accepted?.says === 'false' && accepted.reason === 'Conflicted') continue;
    // What it refers to is mostly why it is not accepted.
    if (resolved?.says === 'false') return wordsOf(resolved);
    if (accepted?.says === 'false') return wordsOf(accepted);
  }
  return undefined;
}
