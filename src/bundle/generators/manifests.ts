import { definedKinds, kindInfo } from '../../manifest/crd.ts';
import type { KubernetesObject } from '../../manifest/object.ts';
import { objectId } from '../../manifest/object.ts';
import { isServed } from '../unserved-groups.ts';
import type { Generator } from './generator.ts';

/** The bundle's own manifests, in the install namespace where their kind has one. */
export const generateManifests: Generator = ({ objects }, namespace) => {
  const defined = definedKinds(objects.map(({ object }) => object));
  return objects
    .filter(({ object }) => isServed(object))
    .map(({ object }) => {
      const kind = kindInfo(objectId(object), defined);
      // OLM knows the scope from the cluster; a kind unknown here keeps the namespace it came with.
      if (kind === undefined) return object;
      return kind.namespaced ? inNamespace(object, namespace) : withoutNamespace(object);
    });
};

function inNamespace(object: KubernetesObject, namespace: string): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function withoutNamespace(object: KubernetesObject): KubernetesObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
