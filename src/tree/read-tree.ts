import type { Stats } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import { manifestOf } from '../manifest/manifest.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { readCompiled } from './compiled-tree.ts';
import { DESCRIPTION_FILE } from './description-file.ts';
import type { TreeDescription } from './tree-description.ts';

/** A directory of manifests, read. */
export type Tree = TreeDescription & {
  directory: string;
  objects: TreeObject[];
};

/**
 * Reads a kustomize directory: its compiled tree where that is still true, else what
 * {@link buildKustomization} makes of it.
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
  const compiled = readCompiled(directory);
  return compiled === undefined
    ? build(directory)
    : { ...compiled.description, directory, objects: compiled.objects };
}

// What the following take is loaded where it is needed: a packaged component that nobody has edited needs
// none of it.

async function build(directory: string): Promise<Tree> {
  const { buildKustomization } = await import('../kustomize/build-kustomization.ts');
  const { workloadRequests } = await import('../manifest/workload-requests.ts');
  const description = await readDescription(directory);
  const objects = await buildKustomization(directory);
  const requests =
    description.requests.length > 0
      ? description.requests
      : workloadRequests(objects.map(({ object }) => object));
  return { ...description, requests, directory, objects: objects.map(toTreeObject) };
}

function toTreeObject({ object, file, line }: ManifestObject): TreeObject {
  return { manifest: manifestOf(object), file, line };
}

/** Without a description, the directory's base name, never its path, is the tree's name. */
async function readDescription(directory: string): Promise<TreeDescription> {
  const file = path.join(directory, DESCRIPTION_FILE);
  const { NO_UPGRADE, parseDescription } = await import('./tree-description.ts');
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
      requests: [],
      sources: [],
      incompatible: [],
    };
  }
}

async function statIfExists(target: string): Promise<Stats | undefined> {
  return stat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
}
