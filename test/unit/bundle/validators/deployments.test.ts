import { deploymentNames } from '../../../../src/bundle/validators/deployments.ts';
import { DEPLOYMENT } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const named = (...names: string[]): BundleOptions => ({
  install: { deployments: names.map((name) => ({ ...DEPLOYMENT, name })) },
});
const field = (index: number) => `spec.install.spec.deployments[${index}].name`;

describeValidator(deploymentNames, 'bundle-invalid', [
  ['names of their own', named('a', 'b', 'c.d')],
  ['no Deployment', named()],
  ['a name twice', named('a', 'b', 'a'), `${field(2)}: a stands twice`],
  [
    'a name thrice',
    named('a', 'a', 'a'),
    `${field(1)}: a stands twice`,
    `${field(2)}: a stands twice`,
  ],
  ['a name that is none', named('a', 'B_c'), `${field(1)}: "B_c" is no DNS name`],
  ['an empty name', named(''), `${field(0)}: "" is no DNS name`],
  ['a name too long', named('a'.repeat(254)), `${field(0)}: "${'a'.repeat(254)}" is no DNS name`],
]);
