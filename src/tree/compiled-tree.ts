import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../digest.ts';
import { inputError } from '../errors.ts';
import { canonicalJsonText, isJsonObject, toJsonText, valueAt } from '../manifest/json.ts';
import { manifestOf } from '../manifest/manifest.ts';
import type { TreeObject } from '../manifest/manifest.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { TreeDescription } from './tree-description.ts';

/**
 * The file in a tree that holds its objects ready to use: parsing a component's YAML takes longer than
 * everything else that a warm boot does.
 *
 * It is one JSON object, of which the first line holds what has to be known of every object, and each
 * further line one whole manifest, in the same order. So a boot parses the first line alone, and sends the
 * others as they are.
 */
export const COMPILED_FILE = 'microshift-optional.plan.json';

const VERSION = 6;
const MANIFESTS = '"manifests":[';

/** What the first line says of an object. */
type CompiledObject = { file: string; outline: KubernetesObject; digest: string; bare: boolean };

/**
 * The text of a compiled tree; undefined where JSON's numbers cannot hold the objects exactly.
 * @param files every file that it stands for, the kustomization and the description among them, by name
 */
export function formatCompiled(
  files: ReadonlyMap<string, string>,
  objects: readonly { file: string; object: KubernetesObject }[],
  { name, version, health, upgrade, requests, sources, incompatible }: TreeDescription,
): string | undefined {
  const texts = objects.map(({ object }) => canonicalJsonText(object));
  if (texts.some((text) => JSON.stringify(JSON.parse(text)) !== text)) return undefined;
  const manifests = `${MANIFESTS}\n${texts.join(',\n')}\n]}\n`;
  const header = {
    version: VERSION,
    tree: { name, version, health, upgrade, requests, sources, incompatible },
    digests: Object.fromEntries([...files].map(([file, text]) => [file, sha256(text)])),
    objects: objects.map(({ file, object }): CompiledObject => {
      const { outline, digest, bare } = manifestOf(object);
      return { file, outline, digest, bare };
    }),
  };
  return `${toJsonText(header).slice(0, -1)},\n${manifests}`;
}

/** What a compiled tree stands for. */
export type CompiledTree = { description: TreeDescription; objects: TreeObject[] };

/**
 * A compiled tree; undefined where there is none, or where any of its files is no
 * longer what it was compiled from: an administrator's edit counts, not what was packaged.
 *
 * Reads synchronously: for thousands of small files that takes a tenth of the time.
 */
export function readCompiled(directory: string): CompiledTree | undefined {
  // Not path.join, whose loops over characters are all of a boot that V8 finds worth optimizing: 5 MB for that.
  const inTree = (name: string): string => `${root}/${name}`;
  const root = directory.replace(/\/+$/, '');
  const bytes = readIfExists(inTree(COMPILED_FILE));
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf('\n');
  const header = parse(`${bytes.toString('utf8', 0, end - 1)}}`);
  const manifests = bytes.subarray(end + 1);
  const { digests, objects, tree } = isJsonObject(header) ? header : {};
  if (valueAt(header, ['version']) !== VERSION || !isJsonObject(digests) || !isJsonObject(tree)) {
    return undefined;
  }
  // The digest of the kustomization is what tells that no file has been added.
  if (!Object.hasOwn(digests, 'kustomization.yaml')) return undefined;
  for (const [name, digest] of Object.entries(digests)) {
    const source = readIfExists(inTree(name));
    if (source === undefined || sha256(source) !== digest) return undefined;
  }
  const compiled = (Array.isArray(objects) ? objects : []) as unknown as CompiledObject[];
  const lines = manifestLines(manifests);
  const read = compiled.map(({ file, outline, digest, bare }, index): TreeObject => {
    const json = (): Buffer => intact(lines[index], digest, directory);
    return {
      manifest: {
        outline,
        digest,
        bare,
        json,
        object: () => JSON.parse(json().toString()) as KubernetesObject,
      },
      file: inTree(file),
      line: 1,
    };
  });
  // Checked when it was compiled, and its file is the same.
  return { description: tree as unknown as TreeDescription, objects: read };
}

/** The digest of an object is that of its canonical JSON, which is what a line holds. */
function intact(line: Buffer | undefined, digest: string, directory: string): Buffer {
  if (line !== undefined && sha256(line) === digest) return line;
  throw inputError({
    code: 'tree-damaged',
    message: 'is damaged: a manifest in it is not what was compiled',
    hint: 'reinstall the package that the tree belongs to, or delete this file: it only saves time',
    at: { file: path.join(directory, COMPILED_FILE) },
  });
}

/** JSON text has no line ends of its own, so each line between the brackets is one manifest. */
function manifestLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = MANIFESTS.length + 1;
  for (let end = bytes.indexOf('\n', start); end > start; end = bytes.indexOf('\n', start)) {
    lines.push(bytes.subarray(start, bytes[end - 1] === COMMA ? end - 1 : end));
    start = end + 1;
  }
  // The last one is the closing bracket.
  return lines.slice(0, -1);
}

const COMMA = ','.charCodeAt(0);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readIfExists(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
