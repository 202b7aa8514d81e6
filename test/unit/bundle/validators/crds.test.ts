import {
  crdVersion,
  crdsAreOwned,
  ownedCrdsAreThere,
  uniqueCrds,
} from '../../../../src/bundle/validators/crds.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { crd } from '../../support/objects.ts';
import { describeValidator } from '../support/refused.ts';

const objects = (...list: KubernetesObject[]): BundleOptions => ({ objects: list });
const owns = (...names: string[]) => ({
  customresourcedefinitions: { owned: names.map((name) => ({ name })) },
});

describeValidator(uniqueCrds, 'bundle-invalid', [
  ['CRDs of their own', objects(crd('Lamp'), crd('Wick'))],
  [
    'a CRD twice',
    objects(crd('Lamp'), crd('Wick'), crd('Lamp')),
    'metadata.name: is defined twice, first in bundle/manifests/objects.yaml:1',
  ],
]);

describeValidator(ownedCrdsAreThere, 'bundle-invalid', [
  ['CRDs that are there', objects(crd('Lamp'))],
  [
    'a CRD that is missing',
    { spec: owns('lamps.example.com', 'wicks.example.com'), objects: [crd('Lamp')] },
    'spec.customresourcedefinitions.owned[1].name: the bundle lacks the CRD wicks.example.com, which it says it owns',
  ],
]);

describeValidator(crdsAreOwned, 'bundle-invalid', [
  ['CRDs that are owned', objects(crd('Lamp'))],
  [
    'a CRD that is owned in several versions',
    { spec: owns('lamps.example.com', 'lamps.example.com'), objects: [crd('Lamp')] },
  ],
  [
    'another CRD',
    { spec: owns('lamps.example.com'), objects: [crd('Lamp'), crd('Wick')] },
    'metadata.name: is not among the CRDs that the ClusterServiceVersion owns',
  ],
]);

describeValidator(crdVersion, 'bundle-invalid', [
  ['a CRD of v1', objects(crd('Lamp'))],
  [
    'a CRD of v1beta1',
    objects({ ...crd('Lamp'), apiVersion: 'apiextensions.k8s.io/v1beta1' }),
    'apiVersion: no Kubernetes serves apiextensions.k8s.io/v1beta1 any more',
  ],
]);
