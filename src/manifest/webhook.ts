import { textAt } from './json.ts';
import type { KubernetesObject } from './object.ts';

/** The webhooks of a webhook configuration; none where it is something else. */
export function webhooksOf({ webhooks }: KubernetesObject): readonly unknown[] {
  return Array.isArray(webhooks) ? webhooks : [];
}

/**
 * Whether nothing is refused while nobody answers a webhook configuration. Webhooks refuse unless they say otherwise:
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy
 */
export function isDispensable(configuration: KubernetesObject): boolean {
  const webhooks = webhooksOf(configuration);
  return (
    webhooks.length > 0 && webhooks.every((each) => textAt(each, ['failurePolicy']) === 'Ignore')
  );
}
