import { manifestOf } from '../../../src/manifest/manifest.ts';
import type { TreeObject } from '../../../src/manifest/manifest.ts';
import type { KubernetesObject, ManifestObject } from '../../../src/manifest/object.ts';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';

/** An object from `apiVersion kind [namespace/]name`, such as `apps/v1 Deployment shop/web`. */
export function object(identity: string, rest: Record<string, unknown> = {}): KubernetesObject {
  const [apiVersion = '', kind = '', path = ''] = identity.split(' ');
  const [name = '', namespace] = path.split('/').toReversed();
  const { metadata, ...fields } = rest;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...(metadata as object) },
    ...(fields as JsonObject),
  };
}

/** `object` as if it had been read from `file`. */
export function from(file: string, ...objects: KubernetesObject[]): ManifestObject[] {
  return objects.map((each, index) => ({ object: each, file, line: index + 1 }));
}

/** `objects` as a tree has them that was read from `file`. */
export function treeObjects(file: string, ...objects: KubernetesObject[]): TreeObject[] {
  return objects.map((each, index) => ({ manifest: manifestOf(each), file, line: index + 1 }));
}

export type CrdOptions = {
  scope?: 'Cluster' | 'Namespaced';
  versions?: { name: string; served?: boolean; storage?: boolean; schema?: Json }[];
};

/** The CRD of `Lamp` in the group `example.com`, or of another kind of it. */
export function crd(kind = 'Lamp', { scope = 'Namespaced', versions }: CrdOptions = {}) {
  const plural = `${kind.toLowerCase()}s`;
  const list = versions ?? [{ name: 'v1', storage: true }];
  return object(`apiextensions.k8s.io/v1 CustomResourceDefinition ${plural}.example.com`, {
    spec: {
      group: 'example.com',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope,
      versions: list.map(
        ({ name, served = true, storage = false, schema = { type: 'object' } }) => ({
          name,
          served,
          storage,
          schema: { openAPIV3Schema: schema },
        }),
      ),
    },
  });
}

/** A Deployment whose containers are given whole. */
export function deployment(path: string, containers: unknown, template: object = {}) {
  return object(`apps/v1 Deployment ${path}`, {
    spec: { template: { ...template, spec: { containers } } },
  });
}
