import { formatKustomization } from '../manifest/kustomization.ts';
import { compareText } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { formatYaml } from '../manifest/yaml.ts';
import { formatArchitecturePatches } from './architecture-patches.ts';
import { COMPILED_FILE, formatCompiled } from './compiled-tree.ts';
import { fileNames } from './file-names.ts';
import { DESCRIPTION_FILE } from './description-file.ts';
import { formatDescription } from './tree-description.ts';
import type { TreeDescription } from './tree-description.ts';

const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** Makes of an object what it is to be on one architecture: different in values alone. */
export type Variant = (object: KubernetesObject) => KubernetesObject;

/**
 * The files of a tree by name: one for each object, the kustomization that lists them, the description,
 * and the objects once more, compiled. An architecture on which objects differ has a further
 * `kustomization.<architecture>.yaml`, which a package appends to the kustomization, and the compiled
 * tree that then belongs to it.
 * @param variants by architecture, as RPM names it
 */
export function formatTree(
  objects: readonly KubernetesObject[],
  description: TreeDescription,
  variants: ReadonlyMap<string, Variant> = new Map(),
): Map<string, string> {
  const named = [...fileNames(objects)]
    .map(([object, file]) => ({ file, object }))
    .toSorted((a, b) => compareText(a.file, b.file));
  const kustomization = formatKustomization(named.map(({ file }) => file));
  const files = new Map([
    [KUSTOMIZATION_FILE, kustomization],
    ...named.map(({ file, object }): [string, string] => [file, formatYaml(object)]),
  ]);
  const described: [string, string] = [DESCRIPTION_FILE, formatDescription(description)];
  const result = new Map([...files, described]);
  const addCompiled = (file: string, compiled: string | undefined): void => {
    if (compiled !== undefined) result.set(file, compiled);
  };
  addCompiled(COMPILED_FILE, formatCompiled(result, named, description));
  for (const [architecture, variant] of variants) {
    const changed = named.map(({ file, object }) => ({ file, object: variant(object) }));
    const patches = formatArchitecturePatches(
      named.map(({ object }) => object),
      changed.map(({ object }) => object),
    );
    if (patches === '') continue;
    result.set(ofArchitecture(KUSTOMIZATION_FILE, architecture), patches);
    const appended = new Map([
      ...files,
      described,
      [KUSTOMIZATION_FILE, `${kustomization}${patches}`],
    ]);
    addCompiled(
      ofArchitecture(COMPILED_FILE, architecture),
      formatCompiled(appended, changed, description),
    );
  }
  return result;
}

/** `kustomization.yaml` → `kustomization.x86_64.yaml`. */
export function ofArchitecture(file: string, architecture: string): string {
  const dot = file.lastIndexOf('.');
  return `${file.slice(0, dot)}.${architecture}${file.slice(dot)}`;
}
