import type { ImageProblems } from './image-problem.ts';
import type { Layer } from './read-layer.ts';

/** What lies at a path of an image; directories are there because something is in them. */
export type ImageNode = { kind: 'file'; bytes: Buffer } | { kind: 'symlink'; target: string };

/** The files and links of an image by their paths. */
export type ImageTree = ReadonlyMap<string, ImageNode>;

/**
 * The tree of an image after one more layer, by the rules of the OCI image specification (layer.md):
 * whiteouts concern the layers below alone, a directory is merged with one, and everything else
 * replaces what was there.
 * @throws {UserError} where an entry lies below a link, or links to what is not there
 */
export function applyLayer(lower: ImageTree, layer: Layer, problems: ImageProblems): ImageTree {
  const tree = new Map([...lower].filter(([path]) => !isRemoved(path, layer)));
  const folders = new Set([...tree.keys()].flatMap(ancestors));
  for (const entry of layer.entries) {
    for (const folder of ancestors(entry.path)) {
      const found = tree.get(folder);
      if (found?.kind === 'symlink') {
        throw problems.unsafe(`the entry ${entry.path} lies below ${folder}, which is a link`);
      }
      if (found !== undefined) tree.delete(folder);
      folders.add(folder);
    }
    if (entry.kind === 'directory') {
      tree.delete(entry.path);
      continue;
    }
    const node = nodeOf(entry, tree, problems);
    if (folders.delete(entry.path)) removeBelow(tree, entry.path);
    tree.set(entry.path, node);
  }
  return tree;
}

function nodeOf(
  entry: Exclude<Layer['entries'][number], { kind: 'directory' }>,
  tree: ImageTree,
  problems: ImageProblems,
): ImageNode {
  switch (entry.kind) {
    case 'file':
      return { kind: 'file', bytes: entry.bytes };
    case 'symlink':
      return { kind: 'symlink', target: entry.target };
    case 'hardlink': {
      const target = tree.get(entry.target);
      if (target !== undefined) return target;
      throw problems.invalid(
        `the entry ${entry.path} is a link to ${entry.target}, which is no file of the image`,
      );
    }
  }
}

function isRemoved(path: string, { removed, opaque }: Layer): boolean {
  const above = ancestors(path);
  return (
    removed.has(path) ||
    opaque.has('') ||
    above.some((folder) => removed.has(folder) || opaque.has(folder))
  );
}

/** `a`, `a/b` for `a/b/c`. */
function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    found.push(path.slice(0, at));
  }
  return found;
}

function removeBelow(tree: Map<string, ImageNode>, folder: string): void {
  for (const path of tree.keys()) {
    if (path.startsWith(`${folder}/`)) tree.delete(path);
  }
}
