import { isCrd } from '../../manifest/crd.ts';
import { versionOf } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import type { Bundle } from '../bundle.ts';
import { csvPlace } from '../place.ts';
import { placeOf } from '../../manifest/place.ts';
import { faulty } from './validator.ts';
import type { Validator } from './validator.ts';

/** One CRD would replace the other. */
export const uniqueCrds: Validator = (bundle) => {
  const first = new Map<string, ManifestObject>();
  return crdsOf(bundle).flatMap((crd) => {
    const { name } = crd.object.metadata;
    const other = first.get(name);
    first.set(name, other ?? crd);
    if (other === undefined) return [];
    const message = `is defined twice, first in ${other.file}:${other.line}`;
    return [faulty(placeOf(crd, ['metadata', 'name']), message)];
  });
};

/** The operator would wait for a CRD that nobody brings. */
export const ownedCrdsAreThere: Validator = (bundle) => {
  const names = new Set(crdsOf(bundle).map(({ object }) => object.metadata.name));
  return bundle.csv.crds.owned.flatMap(({ name }, index) =>
    names.has(name)
      ? []
      : [
          faulty(
            csvPlace(bundle.csv, ['spec', 'customresourcedefinitions', 'owned', index, 'name']),
            `the bundle lacks the CRD ${name}, which it says it owns`,
          ),
        ],
  );
};

/** A CRD that is not owned is not the operator's to bring; it may be a leftover. */
export const crdsAreOwned: Validator = (bundle) => {
  const owned = new Set(bundle.csv.crds.owned.map(({ name }) => name));
  return crdsOf(bundle)
    .filter(({ object }) => !owned.has(object.metadata.name))
    .map((crd) =>
      faulty(
        placeOf(crd, ['metadata', 'name']),
        'is not among the CRDs that the ClusterServiceVersion owns',
        'add it to spec.customresourcedefinitions.owned, or remove it from the bundle',
      ),
    );
};

/** Kubernetes has served no other version since 1.22. */
export const crdVersion: Validator = (bundle) =>
  crdsOf(bundle)
    .filter(({ object }) => versionOf(object.apiVersion) !== 'v1')
    .map((crd) =>
      faulty(
        placeOf(crd, ['apiVersion']),
        `no Kubernetes serves ${crd.object.apiVersion} any more`,
        'use a newer bundle, whose CRDs are of apiextensions.k8s.io/v1',
      ),
    );

function crdsOf({ objects }: Bundle): ManifestObject[] {
  return objects.filter(({ object }) => isCrd(object));
}
