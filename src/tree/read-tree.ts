import type { Stats } from 'node:fs';
import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { KUSTOMIZATION_FILES, readKustomization } from '../manifest/kustomization.ts';
import { manifestOf } from '../manifest/manifest.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import { readCompiled } from './compiled-tree.ts';
import { DESCRIPTION_FILE, NO_UPGRADE, parseDescription } from './tree-description.ts';
import type { TreeDescription } from './tree-description.ts';

/** A directory of manifests, read. */
export type Tree = TreeDescription & {
  directory: string;
  objects: TreeObject[];
};

/**
 * Reads a kustomize directory. What only lists resources is read here; anything more is left to the
 * real kustomize, so that the result is always what `kubectl apply -k` would take.
 * @throws {UserError} `tree-missing`, `tree-invalid`, and what is wrong with its files
 */
export async function readTree(directory: string): Promise<Tree> {
  const found = await statIfExists(directory);
  if (!found?.isDirectory()) {
    throw inputError({
      code: 'tree-missing',
      message: found === undefined ? 'no such directory' : 'is not a directory',
      hint: 'give a directory that holds a kustomization.yaml, or the name of an installed component',
      at: { file: directory },
    });
  }
  return {
    ...(await readDescription(directory)),
    directory,
    objects: readCompiled(directory) ?? (await readObjects(directory, [])).map(toTreeObject),
  };
}

function toTreeObject({ object, file, line }: ManifestObject): TreeObject {
  return { manifest: manifestOf(object), file, line };
}

/** Without a description, the directory's base name, never its path, is the tree's name. */
async function readDescription(directory: string): Promise<TreeDescription> {
  const file = path.join(directory, DESCRIPTION_FILE);
  try {
    return parseDescription(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const name = path.basename(await realpath(directory));
    return {
      name,
      version: undefined,
      health: { workloads: [], conditions: [] },
      upgrade: NO_UPGRADE,
    };
  }
}

async function readObjects(
  directory: string,
  parents: readonly string[],
): Promise<ManifestObject[]> {
  const real = await realpath(directory);
  if (parents.includes(real)) {
    throw invalid(directory, 'is among its own resources', 'remove it from one kustomization');
  }
  const file = await kustomizationFile(directory);
  const { resources, otherFields } = readKustomization(await readFile(file, 'utf8'), file);
  const isPlain =
    otherFields.length === 0 && resources.every((resource) => !/^[\w.+-]+:|\?ref=/.test(resource));
  if (!isPlain) {
    // What it takes to run a command weighs 9 MB, and a packaged component needs none.
    const { kustomizeBuild } = await import('./kustomize-build.ts');
    return readManifests(await kustomizeBuild(directory, otherFields), directory);
  }

  const objects: ManifestObject[] = [];
  for (const resource of resources) {
    const target = path.resolve(real, resource);
    const found = await statIfExists(target);
    if (found === undefined) {
      throw invalid(file, `names ${resource}, which does not exist`, 'add the file or remove it');
    }
    const shown = path.join(directory, resource);
    if (found.isDirectory()) objects.push(...(await readObjects(shown, [...parents, real])));
    else if (!(await realpath(target)).startsWith(`${real}${path.sep}`)) {
      const message = `names ${resource}, which lies outside of its directory`;
      throw invalid(file, message, 'copy the file into the directory, as kustomize demands');
    } else {
      objects.push(...readManifests(await readFile(target, 'utf8'), shown));
    }
  }
  return objects;
}

async function kustomizationFile(directory: string): Promise<string> {
  const entries = await readdir(directory);
  const names = KUSTOMIZATION_FILES.filter((name) => entries.includes(name));
  const [name] = names;
  if (name === undefined) {
    throw invalid(directory, 'holds no kustomization.yaml', 'give a kustomize directory');
  }
  if (names.length > 1) {
    throw invalid(directory, `holds ${names.join(' and ')}`, 'keep one of them');
  }
  return path.join(directory, name);
}

async function statIfExists(target: string): Promise<Stats | undefined> {
  return stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}

function invalid(file: string, message: string, hint: string): UserError {
  return inputError({ code: 'tree-invalid', message, hint, at: { file } });
}
