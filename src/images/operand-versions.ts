import semver from 'semver';
import type { Operand } from './operand-schema.ts';
import type { CrdInfo } from '../manifest/crd.ts';
import { definedKinds } from '../manifest/crd.ts';
import { textAt, valueAt } from '../manifest/json.ts';
import { displayObject } from '../manifest/display.ts';
import { compareText, groupKindKey, objectId, versionOf } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';

/** An operand, and what the tree's object asks for. */
export type OperandVersion = {
  operand: Operand;
  object: KubernetesObject;
  /** As the object has it: `v1.28.10`, `v1.28-latest`; `''` without one. */
  requested: string;
  /** The version that this stands for among those that the operator has images of: `v1.28.10`. */
  version: string;
  /** The operator has no images of the version that is asked for. */
  missing: boolean;
  /** Every version that the operator has images of, the newest first. */
  offered: string[];
  /** Every value that the CRD allows for the version, in its own order. */
  allowed: string[];
  /** Those of `allowed`, and the one that is asked for, that get no more repairs. */
  endOfLife: string[];
};

/**
 * What the operands of a component are in a tree. One whose object is not in the tree is left out: an
 * earlier tree need not have it.
 * @param annotations the names of all annotations of the operator's pods
 */
export function operandVersions(
  operands: readonly Operand[],
  objects: readonly KubernetesObject[],
  annotations: readonly string[],
): OperandVersion[] {
  const kinds = definedKinds(objects);
  return operands.flatMap((operand) => {
    const object = objects.find((each) => isSame(objectId(each), operand.object));
    if (object === undefined) return [];
    const field = operand.version?.split('.') ?? [];
    const schema = fieldSchema(object, field, kinds);
    const requested = textAt(object, field) || textAt(schema, ['default']);
    const offered = offeredVersions(operand, annotations);
    const version = [requested, latestOf(requested, offered)].find((each) =>
      offered.includes(each),
    );
    const missing = version === undefined && offered.length > 0;
    const allowed = textsOf(valueAt(schema, ['enum']));
    const known = new Set([...allowed, requested].filter((each) => each !== ''));
    return [
      {
        operand,
        object,
        requested,
        version: version ?? requested,
        missing,
        offered,
        allowed,
        endOfLife: [...known].filter(
          (each) => isWithin(each, operand.endOfLife) || isWithdrawn(each, allowed, schema),
        ),
      },
    ];
  });
}

/** The version of an operand that an annotation names an image of; undefined for other annotations. */
export function annotatedVersion(operand: Operand, annotation: string): string | undefined {
  const [before, after] = operand.images?.split('{version}') ?? [];
  if (before === undefined || after === undefined || !annotation.startsWith(before)) {
    return undefined;
  }
  const rest = annotation.slice(before.length);
  const end = after === '' ? rest.length : rest.indexOf(after);
  return end <= 0 ? undefined : rest.slice(0, end).replaceAll('_', '.');
}

function offeredVersions(operand: Operand, annotations: readonly string[]): string[] {
  const versions = annotations.map((annotation) => annotatedVersion(operand, annotation));
  return [...new Set(versions.filter((version) => version !== undefined))].toSorted(newestFirst);
}

/** The schema of a field, in the version that the object is written in. */
function fieldSchema(
  object: KubernetesObject,
  field: readonly string[],
  kinds: ReadonlyMap<string, CrdInfo>,
): unknown {
  const crd = kinds.get(groupKindKey(objectId(object)));
  const version = crd?.versions.find(({ name }) => name === versionOf(object.apiVersion));
  return field.length === 0 || version === undefined
    ? undefined
    : valueAt(
        version.schema,
        field.flatMap((step) => ['properties', step]),
      );
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).filter((each) => typeof each === 'string');
}

/**
 * Operators keep a version that has reached its end in the enum, so that objects that ask for it stay
 * valid, and leave it out of the description's list of those to choose from.
 */
function isWithdrawn(version: string, allowed: readonly string[], schema: unknown): boolean {
  const described = /must be one of:?(?<list>[^]*)/i.exec(textAt(schema, ['description']));
  const words = described?.groups?.list?.split(/[\s,]+|\.(?=\s|$)/) ?? [];
  const listed = allowed.filter((each) => words.includes(each));
  // A list that names none of them is written in another way.
  return listed.length > 0 && allowed.includes(version) && !listed.includes(version);
}

function isWithin(version: string, range: string | undefined): boolean {
  const number = semver.coerce(version);
  return range !== undefined && number !== null && semver.satisfies(number, range);
}

/** `v1.28-latest` stands for the newest version of 1.28, and so does `v1.28`. */
function latestOf(requested: string, offered: readonly string[]): string {
  const stem = /^(?<stem>.+)-latest$/.exec(requested)?.groups?.stem;
  return offered.find((version) => version.startsWith(`${stem ?? requested}.`)) ?? '';
}

/** Orders versions of any form, the newest first, and what is no version last. */
export function newestFirst(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => semver.parse(text) ?? semver.coerce(text));
  const order = left && right ? semver.rcompare(left, right) : Number(!left) - Number(!right);
  return order === 0 ? compareText(b, a) : order;
}

function isSame(id: ObjectId, other: ObjectId): boolean {
  // The version is not part of it: an earlier tree may hold the object in another one.
  return (['group', 'kind', 'namespace', 'name'] as const).every(
    (field) => id[field] === other[field],
  );
}

/** How a finding names the object that asks for an operand. */
export function operandObject({ object }: OperandVersion): string {
  return displayObject(objectId(object));
}
