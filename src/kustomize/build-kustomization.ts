import type { ManifestObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import { kustomizeBuild } from './kustomize-build.ts';
import { NeedsKustomize } from './needs-kustomize.ts';
import { renderKustomization } from './render-kustomization.ts';

/**
 * The objects of a kustomize directory: rendered here where that is certain to give what
 * `kubectl apply -k` would take, else by the real kustomize.
 * @throws {UserError} `kustomize-missing` where that is needed and not installed, and what is wrong with the
 *   files
 */
export async function buildKustomization(directory: string): Promise<ManifestObject[]> {
  try {
    return await renderKustomization(directory);
  } catch (error) {
    if (!(error instanceof NeedsKustomize)) throw error;
    return readManifests(await kustomizeBuild(directory, error), directory);
  }
}
