import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { apiVersionOf, groupOf, versionOf } from '../manifest/object.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { uniteFieldSets } from './field-set.ts';

/** In which versions entries may stay, and which one the others get. */
export type KnownVersions = { group: string; versions: ReadonlySet<string>; to: string };

/**
 * The managedFields of an object without versions that its CRD lacks: as long as one entry names such a
 * version, the API server refuses every server-side apply of the object, by whomever ("request to convert CR
 * to an invalid group/version"). Entries that are the same one then are united, as the API server would
 * forget all but the last. Undefined where nothing is to be changed.
 *
 * The fields are left as they are, also those that the new version lacks: nothing comes of these.
 */
export function rewriteManagedFields(
  object: unknown,
  { group, versions, to }: KnownVersions,
): JsonObject[] | undefined {
  const entries = entriesOf(object);
  const isStale = (entry: JsonObject): boolean => {
    const apiVersion = textAt(entry, ['apiVersion']);
    return groupOf(apiVersion) === group && !versions.has(versionOf(apiVersion));
  };
  if (!entries.some((entry) => isStale(entry) || isOurs(entry))) return undefined;
  const united = new Map<string, JsonObject>();
  for (const entry of entries.filter((each) => !isOurs(each))) {
    const current = isStale(entry) ? { ...entry, apiVersion: apiVersionOf(group, to) } : entry;
    const key = entryKey(current);
    const known = united.get(key);
    united.set(key, known === undefined ? current : unite(known, current));
  }
  const rewritten = [...united.values()];
  // No entries would mean "as they are"; this means none (apimachinery, managedfields).
  return rewritten.length === 0 ? [{}] : rewritten;
}

/**
 * Rewriting an object makes the API server note this program as the owner of what it changed on that
 * occasion: defaults of the new version. Nobody has asked for these, and others need not fight for them.
 */
function isOurs(entry: JsonObject): boolean {
  return entry.manager === FIELD_MANAGER && entry.operation === 'Update';
}

function entriesOf(object: unknown): JsonObject[] {
  const entries = valueAt(object, ['metadata', 'managedFields']);
  return (Array.isArray(entries) ? entries : []).filter(isJsonObject);
}

/** What makes two entries the same one to the API server (apimachinery, BuildManagerIdentifier). */
function entryKey({ manager, operation, subresource, apiVersion }: JsonObject): string {
  const version = operation === 'Apply' ? '' : apiVersion;
  return JSON.stringify([manager ?? '', operation ?? '', subresource ?? '', version ?? '']);
}

function unite(a: JsonObject, b: JsonObject): JsonObject {
  const [left, right] = [a.fieldsV1, b.fieldsV1];
  const fields =
    isJsonObject(left) && isJsonObject(right) ? uniteFieldSets(left, right) : (left ?? right ?? {});
  const time = [textAt(a, ['time']), textAt(b, ['time'])].toSorted().at(-1) ?? '';
  return { ...a, fieldsV1: fields, ...(time === '' ? {} : { time }) };
}
