import { supportedKinds } from '../../../../src/bundle/validators/kinds.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { crd, object } from '../../support/objects.ts';
import { describeValidator } from '../support/refused.ts';

const holding = (...identities: string[]): BundleOptions => ({
  objects: identities.map((identity) => object(`${identity} a`)),
});

describeValidator(supportedKinds, 'bundle-unsupported', [
  ['the kinds of OLM', holding('v1 ConfigMap', 'v1 Secret', 'v1 Service', 'v1 ServiceAccount')],
  [
    'its kinds of other groups',
    holding(
      'networking.k8s.io/v1 NetworkPolicy',
      'policy/v1 PodDisruptionBudget',
      'rbac.authorization.k8s.io/v1 Role',
      'scheduling.k8s.io/v1 PriorityClass',
    ),
  ],
  [
    'what MicroShift does not serve',
    holding('monitoring.coreos.com/v1 ServiceMonitor', 'console.openshift.io/v1 ConsolePlugin'),
  ],
  [
    'a kind of the bundle itself that is called like one of OLM',
    { objects: [crd('Role'), object('example.com/v1 Role a')] },
  ],
  ['a Deployment', holding('apps/v1 Deployment'), 'kind: a bundle cannot hold a Deployment'],
  ['a Namespace', holding('v1 Namespace'), 'kind: a bundle cannot hold a Namespace'],
  [
    'a custom resource',
    { objects: [crd('Lamp'), object('example.com/v1 Lamp a')] },
    'kind: a bundle cannot hold a Lamp',
  ],
  [
    'a kind called like one of OLM, of which nothing is known',
    holding('serving.example.com/v1 Service'),
    'kind: nothing tells whether the Service of serving.example.com/v1 lives in namespaces',
  ],
]);
