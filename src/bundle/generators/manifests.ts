import { definedKinds, isCrd, kindInfo } from '../../manifest/crd.ts';
import type { KubernetesObject } from '../../manifest/object.ts';
import { objectId } from '../../manifest/object.ts';
import { isServed } from '../unserved-groups.ts';
import { crdConverter } from './crd-conversion.ts';
import type { Generator } from './generator.ts';

/** The bundle's own manifests, in the install namespace where their kind has one. */
export const generateManifests: Generator = (bundle, { namespace }) => {
  const objects = bundle.objects.map(({ object }) => object).filter(isServed);
  const defined = definedKinds(objects);
  const convertCrd = crdConverter(bundle, namespace);
  return objects.map((object) => {
    if (isCrd(object)) return convertCrd(withoutNamespace(object));
    // A kind that nothing is known of has been refused.
    const isNamespaced = kindInfo(objectId(object), defined)?.namespaced === true;
    return isNamespaced ? inNamespace(object, namespace) : withoutNamespace(object);
  });
};

function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function withoutNamespace(object: KubernetesObject): KubernetesObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
