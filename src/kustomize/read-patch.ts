import { inputError } from '../errors.ts';
import { isJsonObject } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { parseYaml } from '../manifest/yaml.ts';
import type { Selector } from './kustomization-schema.ts';
import { NeedsKustomize } from './needs-kustomize.ts';
import type { Patch } from './transformers/patches.ts';
import { withoutDoubts } from './without-doubts.ts';

/** A patch as a kustomization gives it. */
export type PatchText = {
  text: string;
  /** What errors show: a file of its own, or the kustomization. */
  shown: string;
  /** The kustomization. */
  file: string;
  /** `patches[0]` */
  field: string;
  target: Selector | undefined;
};

/**
 * Reads the text of a patch, of either kind.
 * @throws {UserError} `kustomization-invalid`, `yaml-invalid`
 * @throws {NeedsKustomize} where Go's readers may see something else
 */
export function readPatch({ text, shown, file, field, target }: PatchText): Patch {
  // Kustomize reads strategic merge patches in its own dialect, JSON patches in kubectl's.
  const documents = withoutDoubts(file, () => parseYaml(text, shown, 'kustomize')).map(
    ({ value }) => value,
  );
  const [first] = documents;
  if (Array.isArray(first)) {
    if (documents.length > 1) throw new NeedsKustomize(file, [field]);
    if (target === undefined) throw invalid('is a JSON patch without a target');
    return { type: 'json', operations: jsonPatch(text, shown) ?? throwUnreadable(), target };
  }
  if (documents.length === 0 || /(?<=#)\s*\{/.test(text)) throw new NeedsKustomize(file, [field]);
  const patches = documents.filter(isJsonObject);
  if (patches.length < documents.length || !patches.every(isNamed)) {
    throw invalid('is neither a JSON patch nor an object with kind and metadata.name');
  }
  if (!patches.every(isPlain)) throw new NeedsKustomize(file, [field]);
  return { type: 'merge', documents: patches, target };

  function throwUnreadable(): never {
    throw invalid('begins like JSON and is none');
  }

  function invalid(message: string): Error {
    const at = { file, field, ...(shown === file ? {} : { object: shown }) };
    const hint =
      'see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/';
    return inputError({ code: 'kustomization-invalid', message, hint, at });
  }
}

/** What begins with a bracket is read as JSON. */
function jsonPatch(
  text: string,
  shown: string,
): (Patch & { type: 'json' })['operations'] | undefined {
  if (!text.startsWith('[')) {
    const value = parseYaml(text, shown)[0]?.value;
    return Array.isArray(value) ? value : undefined;
  }
  try {
    return JSON.parse(text) as (Patch & { type: 'json' })['operations'];
  } catch {
    return undefined;
  }
}

function isNamed({ kind, metadata }: JsonObject): boolean {
  return (
    typeof kind === 'string' &&
    isJsonObject(metadata) &&
    typeof metadata.name === 'string' &&
    kind !== '' &&
    metadata.name !== ''
  );
}

/** Whether what identifies its object is nothing but text. */
function isPlain({ apiVersion = '', kind, metadata }: JsonObject): boolean {
  const { namespace = '' } = metadata as JsonObject;
  return (
    typeof apiVersion === 'string' &&
    typeof namespace === 'string' &&
    !(kind as string).endsWith('List')
  );
}
