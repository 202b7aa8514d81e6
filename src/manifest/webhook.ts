import { listAt, textAt } from './json.ts';
import type { KubernetesObject } from './object.ts';

/**
 * Whether nothing is refused while nobody answers a webhook configuration. Webhooks refuse unless they say otherwise:
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
 */
export function isDispensable(configuration: KubernetesObject): boolean {
  const webhooks = listAt(configuration, ['webhooks']);
  return (
    webhooks.length > 0 && webhooks.every((each) => textAt(each, ['failurePolicy']) === 'Ignore')
  );
}
