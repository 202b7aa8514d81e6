import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject, toJsonText, valueAt } from '../manifest/json.ts';
import type { KubernetesObject, ManifestObject } from '../manifest/object.ts';
import { sha256 } from '../digest.ts';

/**
 * The file in a tree that holds its objects ready to use: parsing a component's YAML takes longer than
 * everything else that a warm boot does.
 */
export const COMPILED_FILE = 'microshift-optional.plan.json';

const VERSION = 1;

/**
 * The text of a compiled tree; undefined where JSON's numbers cannot hold the objects exactly.
 * @param files every file that the objects come from, the kustomization among them, by name
 */
export function formatCompiled(
  files: ReadonlyMap<string, string>,
  objects: readonly { file: string; object: KubernetesObject }[],
): string | undefined {
  const digests = Object.fromEntries([...files].map(([name, text]) => [name, sha256(text)]));
  const text = toJsonText({ version: VERSION, digests, objects });
  return JSON.stringify(JSON.parse(text)) === text ? `${text}\n` : undefined;
}

/**
 * The objects of a compiled tree; undefined where there is none, or where any of its files is no longer
 * what it was compiled from: an administrator's edit counts, not what was packaged.
 */
export async function readCompiled(directory: string): Promise<ManifestObject[] | undefined> {
  const text = await readIfExists(path.join(directory, COMPILED_FILE));
  if (text === undefined) return undefined;
  const compiled = parse(text);
  const digests = valueAt(compiled, ['digests']);
  const objects = valueAt(compiled, ['objects']);
  if (valueAt(compiled, ['version']) !== VERSION || !isJsonObject(digests)) return undefined;
  // The digest of the kustomization is what tells that no file has been added.
  if (!Object.hasOwn(digests, 'kustomization.yaml')) return undefined;
  for (const [name, digest] of Object.entries(digests)) {
    const bytes = await readIfExists(path.join(directory, name));
    if (bytes === undefined || sha256(bytes) !== digest) return undefined;
  }
  return (Array.isArray(objects) ? objects : []).map((entry: unknown) => ({
    object: valueAt(entry, ['object']) as KubernetesObject,
    file: path.join(directory, String(valueAt(entry, ['file']))),
    line: 1,
  }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readIfExists(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
