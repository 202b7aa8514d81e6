import { formatKustomization } from '../manifest/kustomization.ts';
import { compareText } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { formatYaml } from '../manifest/yaml.ts';
import { fileNames } from './file-names.ts';
import { DESCRIPTION_FILE, formatDescription } from './tree-description.ts';
import type { TreeDescription } from './tree-description.ts';

/**
 * The files of a tree by name: one for each object, the kustomization that lists them, and the
 * description.
 */
export function formatTree(
  objects: readonly KubernetesObject[],
  description: TreeDescription,
): Map<string, string> {
  const files = [...fileNames(objects)]
    .map(([object, name]) => ({ name, text: formatYaml(object) }))
    .toSorted((a, b) => compareText(a.name, b.name));
  return new Map([
    ['kustomization.yaml', formatKustomization(files.map(({ name }) => name))],
    [DESCRIPTION_FILE, formatDescription(description)],
    ...files.map(({ name, text }): [string, string] => [name, text]),
  ]);
}
