import { DNS_LABEL, DNS_SUBDOMAIN } from '../../manifest/names.ts';
import type { GatewayReference } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';

export const GATEWAY_HINT = 'give NAME, NAMESPACE/NAME or NAMESPACE/NAME/LISTENER';

/** Reads what --gateway names; a name alone is one of the `namespace`. */
export function parseGateway(
  text: string,
  namespace: string,
  problems: FlagProblems,
): GatewayReference {
  const parts = text.split('/');
  const [own, name = '', listener] = parts.length === 1 ? [namespace, text] : parts;
  const isReference =
    parts.length <= 3 &&
    DNS_LABEL.test(own ?? '') &&
    DNS_SUBDOMAIN.test(name) &&
    (listener === undefined || DNS_SUBDOMAIN.test(listener));
  if (!isReference) problems.invalid('gateway', text, 'does not name a Gateway', GATEWAY_HINT);
  return { namespace: own ?? '', name, listener };
}
