import { compareText } from '../../manifest/object.ts';
import type { Generator } from './generator.ts';

/** One ServiceAccount for each name in any permission; `default` exists in every namespace already. */
export const generateServiceAccounts: Generator = ({ csv }, namespace) => {
  const names = [...csv.permissions, ...csv.clusterPermissions].map(
    ({ serviceAccountName }) => serviceAccountName,
  );
  return [...new Set(names)]
    .filter((name) => name !== 'default')
    .toSorted(compareText)
    .map((name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }));
};
