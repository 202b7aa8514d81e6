import { isJsonObject } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';

/**
 * All fields of two sets, as `fieldsV1` of managedFields has them
 * (sigs.k8s.io/structured-merge-diff, fieldpath): an empty set stands for the field itself, and where fields
 * below it belong to the set too, `.` does.
 */
export function uniteFieldSets(a: JsonObject, b: JsonObject): JsonObject {
  const united = { ...a };
  for (const [field, fields] of Object.entries(b)) {
    const known = united[field];
    united[field] =
      isJsonObject(known) && isJsonObject(fields) ? uniteFields(known, fields) : fields;
  }
  return united;
}

function uniteFields(a: JsonObject, b: JsonObject): JsonObject {
  if (isEmpty(a) && isEmpty(b)) return {};
  const [left, right] = [a, b].map((each) => (isEmpty(each) ? { '.': {} } : each));
  return uniteFieldSets(left ?? {}, right ?? {});
}

function isEmpty(fields: JsonObject): boolean {
  return Object.keys(fields).length === 0;
}
