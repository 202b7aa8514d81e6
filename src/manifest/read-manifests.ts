import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { isJsonObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { KubernetesObject, ManifestObject } from './object.ts';
import { parseYaml } from './yaml.ts';
import type { YamlDocument } from './yaml.ts';
import type { Dialect } from './yaml-dialect.ts';

/**
 * The objects in the text of a manifest: YAML or JSON, several documents, `kind: List` taken apart.
 * @param file the name that errors show
 * @param options `fieldLines` gives each object its `lineOf`, which keeps the text in memory; `dialect` is
 *   kubectl's if not said otherwise
 * @throws {UserError} every document that is no Kubernetes object, with file, line and field
 */
export function readManifests(
  text: string,
  file: string,
  { fieldLines = false, dialect }: { fieldLines?: boolean; dialect?: Dialect } = {},
): ManifestObject[] {
  const problems: Problem[] = [];
  const lineIn = fieldLines ? lineFinder(text, file) : undefined;
  const objects = parseYaml(text, file, dialect).flatMap(({ value, lineOf }, document) =>
    itemsOf(value).flatMap(({ item, path }): ManifestObject[] => {
      const found = shapeProblems(item).map(({ field, message }): Problem => ({
        code: 'manifest-invalid',
        message,
        hint: 'a manifest needs apiVersion, kind and metadata.name, each a string',
        at: { file, line: lineOf([...path, ...field]), field: field.join('.') },
      }));
      problems.push(...found);
      if (found.length > 0) return [];
      return [
        {
          object: item as KubernetesObject,
          file,
          line: lineOf(path),
          ...(lineIn && { lineOf: (field) => lineIn(document, [...path, ...field]) }),
        },
      ];
    }),
  );
  throwIfAny(problems);
  return objects;
}

/**
 * Finds the line of a field in one of the documents of `text`. It reads the text once more when it is
 * first asked: what tells the positions weighs many times the objects, and most runs need none.
 */
function lineFinder(
  text: string,
  file: string,
): (document: number, path: readonly (string | number)[]) => number {
  let documents: YamlDocument[] | undefined;
  return (document, path) => {
    documents ??= parseYaml(text, file);
    return documents[document]?.lineOf(path) ?? 1;
  };
}

/**
 * `kind: List` and typed lists (`ConfigMapList`) hold their objects in `items`; in a typed one, these need not say again
 * of which kind they are.
 */
function itemsOf(value: unknown): { item: unknown; path: (string | number)[] }[] {
  // Go writes a list without items as null.
  if (isJsonObject(value) && value.kind === 'List' && value.items === null) return [];
  const isList =
    isJsonObject(value) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    Array.isArray(value.items);
  return isList
    ? (value.items as unknown[]).flatMap((inner, index) =>
        itemsOf(isJsonObject(inner) ? withKind(inner, value) : inner).map(({ item, path }) => ({
          item,
          path: ['items', index, ...path],
        })),
      )
    : [{ item: value, path: [] }];
}

/** As kubectl does it. */
function withKind(item: JsonObject, { apiVersion, kind }: JsonObject): JsonObject {
  const isSaid = item.kind !== undefined && item.kind !== '';
  if (isSaid || typeof kind !== 'string' || kind === 'List') return item;
  return { ...item, apiVersion: apiVersion ?? null, kind: kind.slice(0, -'List'.length) };
}

// Both become parts of URL paths and file names, so nothing else than names may stand in them.
const API_VERSION = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/)?[a-z0-9]+$/;
const KIND = /^[A-Za-z][A-Za-z0-9]*$/;

type ShapeProblem = { field: string[]; message: string };

function shapeProblems(value: unknown): ShapeProblem[] {
  if (!isJsonObject(value)) return [{ field: [], message: 'expected a Kubernetes object' }];
  const metadata = isJsonObject(value.metadata) ? value.metadata : {};
  const optional = (field: string, inner: unknown, ok: boolean, expected: string): ShapeProblem[] =>
    inner === undefined || inner === null || ok
      ? []
      : [{ field: ['metadata', field], message: `expected ${expected}` }];
  return [
    ...(isFilled(value.apiVersion) && API_VERSION.test(value.apiVersion)
      ? []
      : [{ field: ['apiVersion'], message: 'expected a string such as apps/v1' }]),
    ...(isFilled(value.kind) && KIND.test(value.kind)
      ? []
      : [{ field: ['kind'], message: 'expected a string such as ConfigMap' }]),
    ...nameProblems(metadata.name),
    ...optional(
      'namespace',
      metadata.namespace,
      typeof metadata.namespace === 'string' && /^[a-z0-9-]*$/.test(metadata.namespace),
      "a namespace's name",
    ),
    ...optional('labels', metadata.labels, hasTextValues(metadata.labels), 'a map of strings'),
    ...optional(
      'annotations',
      metadata.annotations,
      hasTextValues(metadata.annotations),
      'a map of strings',
    ),
  ];
}

/**
 * The least that the API server asks of any name (apimachinery's IsValidPathSegmentName): it becomes a
 * part of a URL path. Control characters would also let a name forge a line of a log.
 */
function nameProblems(name: unknown): ShapeProblem[] {
  const field = ['metadata', 'name'];
  if (!isFilled(name)) return [{ field, message: 'expected a string' }];
  const isPathSegment = name !== '.' && name !== '..' && !/[/%\p{Cc}]/u.test(name);
  return isPathSegment ? [] : [{ field, message: `${JSON.stringify(name)} cannot be a name` }];
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function hasTextValues(value: unknown): boolean {
  return isJsonObject(value) && Object.values(value).every((inner) => typeof inner === 'string');
}
