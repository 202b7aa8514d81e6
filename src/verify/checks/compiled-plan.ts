import path from 'node:path';
import { ARCHITECTURES } from '../../architectures.ts';
import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { canonicalJsonText } from '../../manifest/json.ts';
import { compareText } from '../../manifest/object.ts';
import type { KubernetesObject } from '../../manifest/object.ts';
import { COMPILED_FILE, formatCompiled } from '../../tree/compiled-tree.ts';
import { DESCRIPTION_FILE } from '../../tree/description-file.ts';
import { ofArchitecture } from '../../tree/format-tree.ts';
import { parseDescription } from '../../tree/tree-description.ts';
import { attempt } from '../attempt.ts';
import { applyArchitecturePatches } from '../architecture-patches.ts';
import { isObjectFile, treePath } from '../verified-release.ts';
import type { Check, VerifiedRelease } from '../verified-release.ts';

const KUSTOMIZATION = 'kustomization.yaml';

/**
 * The compiled trees, which devices read, hold what the YAML files give, which people read. A device
 * trusts one whose digests fit.
 */
export const checkCompiledPlan: Check = (release) => {
  const { directory, lock, objects } = release;
  const texts = treeTexts(release);
  const kustomization = texts.get(KUSTOMIZATION);
  const description = texts.get(DESCRIPTION_FILE) ?? '';
  // What is wrong with it has a finding of its own.
  const described = attempt('', () => parseDescription(description, DESCRIPTION_FILE));
  if (kustomization === undefined || 'findings' in described) return [];
  const named = objects.map(({ object, file }) => ({ file: path.basename(file), object }));
  const sources = new Map([...texts].filter(([name]) => isObjectFile(name)));

  const compare = (
    name: string,
    appended: string,
    compiled: { file: string; object: KubernetesObject }[],
  ): Finding[] => {
    const actual = texts.get(name);
    if (actual === undefined) return [];
    const expected = formatCompiled(
      new Map([
        [KUSTOMIZATION, kustomization + appended],
        [DESCRIPTION_FILE, description],
        ...sources,
      ]),
      compiled.toSorted((a, b) => compareText(a.file, b.file)),
      described.value,
    );
    if (expected !== undefined && isSameJson(actual, expected)) return [];
    return [
      finding('error', `${treePath(lock)}/${name}`, {
        code: 'plan-differs',
        message: 'is not what the YAML files of the tree give, and a device would apply it instead',
        hint: 'run microshift-optional rebase again',
        at: { file: path.join(directory, treePath(lock), name) },
      }),
    ];
  };

  return [
    ...compare(COMPILED_FILE, '', named),
    ...ARCHITECTURES.flatMap((architecture) => {
      const patchFile = ofArchitecture(KUSTOMIZATION, architecture);
      const patches = texts.get(patchFile) ?? '';
      const compiledFile = ofArchitecture(COMPILED_FILE, architecture);
      const read = attempt(`${treePath(lock)}/${patchFile}`, () =>
        applyArchitecturePatches(
          patches,
          path.join(directory, treePath(lock), patchFile),
          named.map(({ object }) => object),
        ),
      );
      if ('findings' in read) return read.findings;
      return compare(
        compiledFile,
        patches,
        named.map(({ file, object }, index) => ({ file, object: read.value[index] ?? object })),
      );
    }),
  ];
};

/** The files of the tree by name. */
function treeTexts({ lock, files }: VerifiedRelease): Map<string, string> {
  return new Map(
    [...files]
      .filter(([file]) => path.posix.dirname(file) === treePath(lock))
      .map(([file, bytes]) => [path.posix.basename(file), bytes.toString()]),
  );
}

function isSameJson(a: string, b: string): boolean {
  try {
    return canonicalJsonText(JSON.parse(a)) === canonicalJsonText(JSON.parse(b));
  } catch {
    return false;
  }
}
