import {
  serviceAccountManifests,
  serviceAccountNames,
} from '../../../../src/bundle/validators/service-accounts.ts';
import { DEPLOYMENT } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { object } from '../../support/objects.ts';
import { describeValidator } from '../support/refused.ts';

const running = (pod: object, ...accounts: string[]): BundleOptions => ({
  install: { deployments: [{ name: 'a', spec: { ...DEPLOYMENT.spec, template: { spec: pod } } }] },
  objects: accounts.map((name) => object(`v1 ServiceAccount ${name}`)),
});
const MESSAGE =
  'metadata.name: a Deployment of the ClusterServiceVersion runs as this ServiceAccount, which a bundle must not bring';

describeValidator(serviceAccountManifests, 'bundle-invalid', [
  ['another ServiceAccount', running({ serviceAccountName: 'lamp' }, 'metrics')],
  ["the Deployment's", running({ serviceAccountName: 'lamp' }, 'lamp'), MESSAGE],
  ['the one of the old field', running({ serviceAccount: 'lamp' }, 'lamp'), MESSAGE],
  ['default, where it is the one', running({}, 'default'), MESSAGE],
]);

const field = 'spec.install.spec.deployments[0].spec.template.spec.serviceAccountName';

describeValidator(serviceAccountNames, 'bundle-invalid', [
  ['a name with dots', running({ serviceAccountName: 'lamp.operator' })],
  ['no name', running({})],
  ['a path', running({ serviceAccountName: '../lamp' }), `${field}: "../lamp" is no DNS name`],
]);
