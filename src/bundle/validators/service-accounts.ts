import { groupOf } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import type { Bundle } from '../bundle.ts';
import { DNS_SUBDOMAIN } from '../../manifest/names.ts';
import { csvPlace } from '../place.ts';
import { placeOf } from '../../manifest/place.ts';
import { podServiceAccount } from '../pod-service-account.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** The ServiceAccounts of pods are made as well as those of permissions, so their names matter. */
export const serviceAccountNames: Validator = ({ csv }) =>
  csv.deployments.flatMap((deployment, index) => {
    const name = podServiceAccount(deployment);
    const path = ['spec', 'install', 'spec', 'deployments', index, 'spec', 'template', 'spec'];
    return DNS_SUBDOMAIN.test(name)
      ? []
      : [
          faulty(
            csvPlace(csv, [...path, 'serviceAccountName']),
            `${JSON.stringify(name)} is no DNS name`,
          ),
        ];
  });

/** OLM makes the ServiceAccounts of the Deployments itself, and would fight over one that is there. */
export const serviceAccountManifests: Validator = (bundle) => {
  const names = new Set(bundle.csv.deployments.map(podServiceAccount));
  return serviceAccountsOf(bundle)
    .filter(({ object }) => names.has(object.metadata.name))
    .map((manifest) =>
      faulty(
        placeOf(manifest, ['metadata', 'name']),
        'a Deployment of the ClusterServiceVersion runs as this ServiceAccount, which a bundle must not bring',
        'remove the ServiceAccount from the bundle; it is made from the permissions',
      ),
    );
};

function serviceAccountsOf({ objects }: Bundle): ManifestObject[] {
  return objects.filter(
    ({ object }) => object.kind === 'ServiceAccount' && groupOf(object.apiVersion) === '',
  );
}
