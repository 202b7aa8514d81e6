import { formatKustomization } from '../manifest/kustomization.ts';
import { compareText } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { formatYaml } from '../manifest/yaml.ts';
import { COMPILED_FILE, formatCompiled } from './compiled-tree.ts';
import { fileNames } from './file-names.ts';
import { DESCRIPTION_FILE, formatDescription } from './tree-description.ts';
import type { TreeDescription } from './tree-description.ts';

/**
 * The files of a tree by name: one for each object, the kustomization that lists them, the description,
 * and the objects once more, compiled.
 */
export function formatTree(
  objects: readonly KubernetesObject[],
  description: TreeDescription,
): Map<string, string> {
  const named = [...fileNames(objects)]
    .map(([object, file]) => ({ file, object }))
    .toSorted((a, b) => compareText(a.file, b.file));
  const files = new Map([
    ['kustomization.yaml', formatKustomization(named.map(({ file }) => file))],
    ...named.map(({ file, object }): [string, string] => [file, formatYaml(object)]),
  ]);
  const compiled = formatCompiled(files, named);
  return new Map([
    ...files,
    [DESCRIPTION_FILE, formatDescription(description)],
    ...(compiled === undefined ? [] : [[COMPILED_FILE, compiled] as const]),
  ]);
}
