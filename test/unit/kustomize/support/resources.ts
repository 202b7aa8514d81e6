import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { Resource } from '../../../../src/kustomize/resource.ts';

/** Objects as resources that nothing has been done to. */
export function resources(...objects: KubernetesObject[]): Resource[] {
  return objects.map((object, index) => ({
    object,
    file: 'a.yaml',
    line: index + 1,
    previous: [],
    linked: [],
    hasSchemaComments: false,
  }));
}
