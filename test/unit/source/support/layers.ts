import { applyLayer } from '../../../../src/source/apply-layer.ts';
import type { ImageTree } from '../../../../src/source/apply-layer.ts';
import { imageProblems } from '../../../../src/source/image-problem.ts';
import { LIMITS } from '../../../../src/source/limits.ts';
import { readLayer } from '../../../../src/source/read-layer.ts';
import type { Layer, LayerBudget } from '../../../../src/source/read-layer.ts';
import { tarOf } from '../../support/oci-image.ts';
import type { TarEntry } from '../../support/oci-image.ts';

export const PROBLEMS = imageProblems('oci:layout');

export const budget = (): LayerBudget => ({
  bytes: LIMITS.totalBytes,
  entries: LIMITS.layerEntries,
});

/** A layer of these entries; a text alone is the path of a file whose content is the path. */
export async function layerWith(...entries: (TarEntry | string)[]): Promise<Layer> {
  return readLayer(await tarOf(entries.map(toEntry)), budget(), PROBLEMS);
}

/** The tree of layers, the lowest first. */
export async function treeOf(...layers: (TarEntry | string)[][]): Promise<ImageTree> {
  let tree: ImageTree = new Map();
  for (const entries of layers) tree = applyLayer(tree, await layerWith(...entries), PROBLEMS);
  return tree;
}

/** What lies where: a file's content, or `-> target`. */
export function shownTree(tree: ImageTree): Record<string, string> {
  return Object.fromEntries(
    [...tree].map(([path, node]) => [
      path,
      node.kind === 'file' ? node.bytes.toString() : `-> ${node.target}`,
    ]),
  );
}

function toEntry(entry: TarEntry | string): TarEntry {
  if (typeof entry !== 'string') return entry;
  return entry.endsWith('/')
    ? { name: entry, type: 'directory' }
    : { name: entry, body: entry.slice(entry.lastIndexOf('/') + 1) };
}
