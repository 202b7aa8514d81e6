import { compareText } from '../../manifest/object.ts';
import { broughtNames } from '../brought-names.ts';
import { podServiceAccount } from '../pod-service-account.ts';
import type { Generator } from './generator.ts';

/**
 * One ServiceAccount for each name in any permission, and for any that pods run as, which could not
 * start without; `default` exists in every namespace already, others the bundle itself may bring.
 */
export const generateServiceAccounts: Generator = (bundle, { namespace }) => {
  const { permissions, clusterPermissions, deployments } = bundle.csv;
  const names = new Set([
    ...[...permissions, ...clusterPermissions].map((each) => each.serviceAccountName),
    ...deployments.map(podServiceAccount),
  ]);
  for (const name of ['default', ...broughtNames(bundle, '', ['ServiceAccount'])]) {
    names.delete(name);
  }
  return [...names]
    .toSorted(compareText)
    .map((name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }));
};
