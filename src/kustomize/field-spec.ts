import { isJsonObject, setField } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import type { Container } from '../manifest/json-patch.ts';
import { groupOf, versionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/** A field of some kinds of objects; what is `''` of group, version and kind does not matter. */
export type FieldSpec = {
  group: string;
  version: string;
  kind: string;
  /** `spec/containers[]/image`: lists on the way are passed through, marked or not. */
  path: string;
  /** Whether missing fields on the way are made, but for lists. */
  create: boolean;
};

/** A field spec with what matters alone. */
export function fieldSpec(path: string, rest: Partial<Omit<FieldSpec, 'path'>> = {}): FieldSpec {
  return { group: '', version: '', kind: '', create: false, ...rest, path };
}

/** What is to be done with a field, where it stands. */
type Visit = (container: Container, key: string | number) => void;

/** An object has something else where a field spec wants a map or a list. */
export class UnexpectedShape extends Error {}

/**
 * Visits the fields of an object that a field spec means, by the rules of kustomize's
 * api/filters/fieldspec.
 * @param leaf what to make where a field is missing; without it nothing is made
 * @throws {UnexpectedShape}
 */
export function visitFields(
  object: KubernetesObject,
  spec: FieldSpec,
  leaf: 'map' | 'text' | undefined,
  visit: Visit,
): void {
  if (!isSelected(object, spec)) return;
  const steps = spec.path.split('/');
  const makes = spec.create && leaf !== undefined;
  visitIn(object, steps);

  function visitIn(value: JsonObject, [step = '', ...rest]: string[]): void {
    const name = step.replace(/\[\]$/, '');
    const isList = name !== step;
    const isMade = makes && !isList;
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (found === undefined && !isMade) return;
    if (found === undefined || (found === null && (isMade || isList))) {
      setField(value, name, isList ? [] : rest.length > 0 || leaf === 'map' ? {} : '');
    }
    visitAt(value, name, rest);
  }

  function visitAt(container: Container, key: string | number, rest: string[]): void {
    if (rest.length === 0) return visit(container, key);
    const value = (container as JsonObject)[key];
    if (value === null) return;
    if (Array.isArray(value)) value.forEach((_, index) => visitAt(value, index, rest));
    else if (isJsonObject(value)) visitIn(value, rest);
    else throw new UnexpectedShape(spec.path);
  }
}

/** What `visit` of {@link visitFields} was called with. */
export function valueOf(container: Container, key: string | number): Json {
  return (container as JsonObject)[key] as Json;
}

/** Whether a field spec is about objects like this one. */
export function isSelected({ apiVersion, kind }: KubernetesObject, spec: FieldSpec): boolean {
  return (
    (spec.kind === '' || spec.kind === kind) &&
    (spec.group === '' || spec.group === groupOf(apiVersion)) &&
    (spec.version === '' || spec.version === versionOf(apiVersion))
  );
}
