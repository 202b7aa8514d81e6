import type { Finding } from '../findings.ts';
import type { Bundle } from './bundle.ts';
import type { Installation } from './installation.ts';
import { cleanupOfResources } from './findings/cleanup.ts';
import { conversionsWithoutWebhook } from './findings/crd-conversion.ts';
import type { Finder } from './findings/finder.ts';
import { widenedPermissions } from './findings/permissions.ts';
import { unmetRequirements } from './findings/requirements.ts';
import { accountsWithoutPermissions } from './findings/service-accounts.ts';
import { oversized } from './findings/size.ts';

const FINDERS: readonly Finder[] = [
  unmetRequirements,
  accountsWithoutPermissions,
  widenedPermissions,
  conversionsWithoutWebhook,
  cleanupOfResources,
  oversized,
];

/** Everything about a bundle that a reviewer of what is made of it has to know. */
export function findInBundle(bundle: Bundle, installation: Installation): Finding[] {
  return FINDERS.flatMap((find) => find(bundle, installation));
}
