import { isCrd } from '../manifest/crd.ts';
import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { compareText, objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import { compareValues, withoutField } from './compare-values.ts';
import type { FieldDifference } from './compare-values.ts';
import { findRenames } from './find-renames.ts';

/** An object that a release has and the other has not, or has otherwise. */
export type ObjectChange = { object: ObjectId } & (
  | { change: 'added' | 'removed' }
  | {
      change: 'changed';
      fields: FieldDifference[];
      /** In how many places the schemas of a CRD differ, which are not among `fields`. */
      schemaDifferences: number;
    }
  | {
      /** One came and one went that are alike in all but the name and what is for people. */
      change: 'renamed';
      from: ObjectId;
      fields: FieldDifference[];
    }
);

/**
 * Compares the objects of two releases by group, kind, namespace and name, sorted by these. What the
 * differences between CRDs mean is told by compareCrds.
 */
export function compareObjects(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): ObjectChange[] {
  const [old, current] = [byIdentity(before), byIdentity(after)];
  const removed = [...old].filter(([key]) => !current.has(key)).map(([, object]) => object);
  const added = [...current].filter(([key]) => !old.has(key)).map(([, object]) => object);
  const renames = findRenames(removed, added);
  const renamed = new Set(renames.flat());

  const changes: ObjectChange[] = [
    ...removed.filter((object) => !renamed.has(object)).map(gone),
    ...added.filter((object) => !renamed.has(object)).map(come),
    ...renames.map(([from, to]): ObjectChange => ({
      object: objectId(to),
      change: 'renamed',
      from: objectId(from),
      fields: compareValues(withoutField(from, NAME), withoutField(to, NAME)),
    })),
    ...[...current].flatMap(([key, object]) => {
      const previous = old.get(key);
      return previous === undefined ? [] : compareOne(previous, object);
    }),
  ];
  return changes.toSorted((a, b) => compareText(objectKey(a.object), objectKey(b.object)));
}

const NAME = ['metadata', 'name'];

function byIdentity(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
  return new Map(objects.map((object) => [objectKey(objectId(object)), object]));
}

function gone(object: KubernetesObject): ObjectChange {
  return { object: objectId(object), change: 'removed' };
}

function come(object: KubernetesObject): ObjectChange {
  return { object: objectId(object), change: 'added' };
}

function compareOne(before: KubernetesObject, after: KubernetesObject): ObjectChange[] {
  const [old, current] = [splitSchemas(before), splitSchemas(after)];
  const fields = compareValues(old.rest, current.rest);
  // A version that came or went stands among the fields.
  const schemaDifferences = [...old.schemas].reduce((count, [version, schema]) => {
    const other = current.schemas.get(version);
    return other === undefined ? count : count + compareValues(schema, other).length;
  }, 0);
  if (fields.length === 0 && schemaDifferences === 0) return [];
  return [{ object: objectId(after), change: 'changed', fields, schemaDifferences }];
}

type Split = { rest: JsonObject; schemas: Map<string, JsonObject> };

/** Takes the schemas of a CRD's versions out of it: too long to show field by field. */
function splitSchemas(object: KubernetesObject): Split {
  const versions = valueAt(object, ['spec', 'versions']);
  if (!isCrd(object) || !isJsonObject(object.spec) || !Array.isArray(versions)) {
    return { rest: object, schemas: new Map() };
  }
  const withSchemas = versions.filter(isJsonObject);
  const rest = versions.map((version: unknown) =>
    isJsonObject(version) ? withoutField(version, ['schema']) : String(version),
  );
  return {
    rest: { ...object, spec: { ...object.spec, versions: rest } },
    schemas: new Map(
      withSchemas.flatMap((version) =>
        isJsonObject(version.schema) ? [[textAt(version, ['name']), version.schema] as const] : [],
      ),
    ),
  };
}
