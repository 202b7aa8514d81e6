import { finding } from '../../findings.ts';
import { missingClusterPermissions } from '../cluster-access.ts';
import { oneLine } from '../one-line.ts';
import { csvPlace } from '../place.ts';
import { textsOf } from '../texts-of.ts';
import type { Finder } from './finder.ts';

/** Permissions for a namespace that hold in all of them, where the operator serves all. */
export const widenedPermissions: Finder = ({ csv }, installation) => {
  if (installation.targetNamespaces !== undefined) return [];
  const missing = missingClusterPermissions(csv, installation);
  const byAccount = Map.groupBy(missing, (each) => each.serviceAccountName);
  return [...byAccount].map(([account, entries]) => {
    const rules = entries.flatMap((entry) => entry.rules);
    const resources = rules.flatMap((rule) => [
      ...textsOf(rule.resources),
      ...textsOf(rule.nonResourceURLs),
    ]);
    const index = csv.permissions.findIndex((each) => each.serviceAccountName === account);
    return finding('note', account, {
      code: 'permissions-in-all-namespaces',
      message: `${account} gets permissions in all namespaces, as from OLM: ${oneLine([...new Set(resources)].join(', '))}`,
      hint: 'check that the operator is to have them; a patch of the component can narrow the ClusterRole',
      at: csvPlace(csv, ['spec', 'install', 'spec', 'permissions', index]),
    });
  });
};
