import { finding } from '../../findings.ts';
import { csvPlace } from '../place.ts';
import { podServiceAccount } from '../pod-service-account.ts';
import type { Finder } from './finder.ts';

/** Pods that run as a ServiceAccount of which the ClusterServiceVersion says nothing else. */
export const accountsWithoutPermissions: Finder = ({ csv }) => {
  const known = new Set([
    'default',
    ...[...csv.permissions, ...csv.clusterPermissions].map((each) => each.serviceAccountName),
  ]);
  return csv.deployments.flatMap((deployment, index) => {
    const name = podServiceAccount(deployment);
    const path = ['spec', 'install', 'spec', 'deployments', index, 'spec', 'template', 'spec'];
    if (known.has(name)) return [];
    known.add(name);
    return [
      finding('note', name, {
        code: 'service-account-without-permissions',
        message: `the pods of ${deployment.name} run as ${name}, which no permissions are given to`,
        hint: 'the ServiceAccount is made so that they start; check that the operator works without',
        at: csvPlace(csv, [...path, 'serviceAccountName']),
      }),
    ];
  });
};
