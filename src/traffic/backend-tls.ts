import { listAt, textAt } from '../manifest/json.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Cause } from './link.ts';
import { shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { said, wordsOf } from './said.ts';

/**
 * Why a Gateway cannot speak TLS to a port of a Service as a BackendTLSPolicy asks, by its controller's word: requests
 * end with an error then (https://gateway-api.sigs.k8s.io/api-types/backendtlspolicy/).
 * @param port the name of the port, `''` where it has none
 */
export function findTlsProblem(
  { backendTlsPolicies }: ClusterIndex,
  { id }: LiveObject,
  port: string,
): Cause | undefined {
  const own = backendTlsPolicies.filter(
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
  for (const policy of own) {
    const words = refusalOf(policy);
    if (words === undefined) continue;
    return {
      code: 'backend-tls-refused',
      message: `cannot be spoken to as ${shortName(policy.id)} asks: ${words}`,
      fix: `correct ${shortName(policy.id)}: what its validation.caCertificateRefs name, and hostname`,
    };
  }
  return undefined;
}

function refusalOf({ object, generation }: LiveObject): string | undefined {
  for (const ancestor of listAt(object, ['status', 'ancestors'])) {
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
