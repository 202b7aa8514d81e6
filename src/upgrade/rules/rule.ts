import type { JsonObject } from '../../manifest/json.ts';
import { toJsonText, valueAt } from '../../manifest/json.ts';
import type { SchemaChange } from '../crd-change.ts';

/** How to compare some of the keywords of a schema, one node with its successor, without what lies in it. */
export type SchemaRule = {
  keywords: readonly string[];
  compare(before: JsonObject, after: JsonObject): SchemaChange[];
};

/**
 * The value of a keyword; undefined where it is absent, or says what its absence says: null, `false`,
 * `''` and an empty list are what the API server's own types leave out.
 */
export function keyword(schema: JsonObject, name: string): unknown {
  const value = valueAt(schema, [name]);
  const isEmpty = value === null || value === false || value === '';
  return isEmpty || (Array.isArray(value) && value.length === 0) ? undefined : value;
}

/** A keyword whose value is a word; `absent` where there is none. */
export function keywordText(schema: JsonObject, name: string, absent: string): string {
  const value = keyword(schema, name) ?? absent;
  return typeof value === 'string' ? value : toJsonText(value);
}

/** A keyword's list; empty where it is absent, and where it is no list. */
export function keywordList(schema: JsonObject, name: string): readonly unknown[] {
  const value = keyword(schema, name);
  return Array.isArray(value) ? value : [];
}
