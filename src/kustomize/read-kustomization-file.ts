import { inputError } from '../errors.ts';
import { checkShape } from '../manifest/check-shape.ts';
import { isJsonObject } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { parseYaml } from '../manifest/yaml.ts';
import { FIELD_NAMES, OTHER_FIELDS, kustomizationSchema } from './kustomization-schema.ts';
import type { Kustomization } from './kustomization-schema.ts';
import { NeedsKustomize } from './needs-kustomize.ts';

const OTHERS = new Set([...OTHER_FIELDS.lists, ...OTHER_FIELDS.others]);
const HINT = 'see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/';

/**
 * Reads a kustomization as kustomize does: it may not be empty, and unknown fields are refused.
 * @throws {UserError} `kustomization-invalid`, every field of the wrong shape with its line
 * @throws {NeedsKustomize} where it has fields that are not rendered natively
 */
export function readKustomizationFile(content: string, file: string): Kustomization {
  const documents = parseYaml(content, file);
  const [document] = documents;
  // Kustomize reads the first one alone, which may be one without content.
  if (documents.length > 1 || DOCUMENT_AFTER_START.test(content)) {
    throw new NeedsKustomize(file, ['several documents in one kustomization']);
  }
  const value = document?.value ?? {};
  const lineOf = document?.lineOf ?? (() => 1);
  if (!isJsonObject(value) || isEmpty(value)) {
    throw inputError({
      code: 'kustomization-invalid',
      message: isJsonObject(value) ? 'is empty' : 'expected a kustomization',
      hint: HINT,
      at: { file, line: document?.line ?? 1 },
    });
  }
  const features = otherFeatures(value);
  if (features.length > 0) throw new NeedsKustomize(file, features);
  const shown = Object.fromEntries(Object.entries(value).filter(([field]) => !OTHERS.has(field)));
  const input = { file, lineOf, code: 'kustomization-invalid', hint: HINT };
  return checkShape(kustomizationSchema, shown, input);
}

/** A separator after anything but comments and blank lines. */
const DOCUMENT_AFTER_START = /^[^#\s-][^]*^(?:---|\.\.\.)(?=\s|$)|^---[^]*^(?:---|\.\.\.)(?=\s|$)/m;

/** Go compares with a kustomization that has nothing but its type: null and '' are no difference, [] is. */
function isEmpty(value: JsonObject): boolean {
  return Object.entries(value).every(
    ([field, inner]) => inner === null || inner === '' || /^(?:apiVersion|kind)$/i.test(field),
  );
}

/** What a kustomization asks for besides the fields of the schema. */
function otherFeatures(value: JsonObject): string[] {
  const { lists, others } = OTHER_FIELDS;
  const fields = Object.entries(value).filter(([field, inner]) => {
    if (inner === null) return false;
    if (lists.includes(field)) return !Array.isArray(inner) || inner.length > 0;
    return others.includes(field) && inner !== '';
  });
  return [
    ...fields.map(([field]) => field),
    ...(value.kind === 'Component' ? ['kind: Component'] : []),
    ...otherSpellings(value),
  ];
}

/** Below these the names are the user's own. */
const USERS_OWN = new Set(['commonAnnotations', 'commonLabels', 'metadata', 'pairs']);
const IN_SMALL_LETTERS = new Set([...FIELD_NAMES].map((name) => name.toLowerCase()));

/** Names that Go would read although their letters are of another case, as in `newname`. */
function otherSpellings(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(otherSpellings);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(!FIELD_NAMES.has(name) && IN_SMALL_LETTERS.has(name.toLowerCase()) ? [name] : []),
    ...(USERS_OWN.has(name) ? [] : otherSpellings(inner)),
  ]);
}
