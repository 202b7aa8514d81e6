import { sha256 } from '../digest.ts';

// File systems take names of 255 bytes, and an ending comes behind.
const LONGEST = 180;

/**
 * A part of a path that every file system takes and that leads nowhere: letters, digits, `.`, `_` and `-` stay, all
 * else becomes `%XX`, also a first `.`; a long one is cut off and has a digest. Different texts give different parts.
 */
export function safePart(text: string): string {
  const encoded = [...Buffer.from(text)]
    .map((byte, index) => {
      const character = String.fromCharCode(byte);
      const isSafe = /[A-Za-z0-9_-]/.test(character) || (character === '.' && index > 0);
      return isSafe ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
  if (encoded === '') return '%';
  if (encoded.length <= LONGEST) return encoded;
  return `${encoded.slice(0, LONGEST)}~${sha256(text).slice(-16)}`;
}

/** The path of an object: a folder for its namespace or the cluster, one for its kind. */
export function objectPath(
  resource: { group: string; plural: string },
  { namespace, name }: { namespace: string; name: string },
): string {
  const scope = namespace === '' ? 'cluster-scoped-resources' : `namespaces/${safePart(namespace)}`;
  const group = safePart(resource.group === '' ? 'core' : resource.group);
  return `${scope}/${group}/${safePart(resource.plural)}/${safePart(name)}.json`;
}

/** Gives out each path once, also to file systems that take `A` for `a`: a second one has a number. */
export function createPaths(): (path: string) => string {
  const taken = new Set<string>();
  return (path) => {
    const dot = path.lastIndexOf('.');
    const numbered = (count: number): string =>
      count === 1 ? path : `${path.slice(0, dot)}~${count}${path.slice(dot)}`;
    let count = 1;
    while (taken.has(numbered(count).toLowerCase())) count += 1;
    taken.add(numbered(count).toLowerCase());
    return numbered(count);
  };
}
