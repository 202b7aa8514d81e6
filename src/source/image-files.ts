import { posix } from 'node:path';
import { compareText } from '../manifest/object.ts';
import type { ImageTree } from './apply-layer.ts';
import type { ImageProblems } from './image-problem.ts';
import { LIMITS } from './limits.ts';
import type { SourceFile } from './source-files.ts';

// As Linux has it.
const MAX_LINKS = 40;

/**
 * The files of an image, just as reading the directory that it would be unpacked to gives them: sorted,
 * without hidden ones, links as the files that they lead to.
 * @throws {UserError} where a link leaves the image, or leads to no file of it; `source-too-large`
 */
export function imageFiles(tree: ImageTree, problems: ImageProblems): SourceFile[] {
  const paths = [...tree.keys()].filter((path) => !/(?:^|\/)\./.test(path));
  let total = 0;
  return paths.toSorted(compareText).map((path) => {
    const bytes = followLinks(tree, path, problems);
    // Links may name one large file many times, and each is hashed.
    total += bytes.length;
    if (total > LIMITS.totalBytes) throw problems.tooLarge('its files are too large');
    return { path, bytes };
  });
}

function followLinks(tree: ImageTree, start: string, problems: ImageProblems): Buffer {
  let path = start;
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    const node = tree.get(path);
    if (node === undefined) {
      throw problems.unsupported(
        `${start} is a link to ${path}, which is no file of the image`,
        'a link has to lead to a file, without links to directories on the way',
      );
    }
    if (node.kind === 'file') return node.bytes;
    const target = posix.join(posix.dirname(path), node.target);
    if (node.target.startsWith('/') || target === '..' || target.startsWith('../')) {
      throw problems.unsafe(`${start} is a link to ${node.target}, outside of the image`);
    }
    path = target;
  }
  throw problems.invalid(`${start} is a link that leads in a circle`);
}
