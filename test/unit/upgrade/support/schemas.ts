import type { JsonObject } from '../../../../src/manifest/json.ts';

/** An object with properties. */
export const object = (properties: JsonObject, rest: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties,
  ...rest,
});
/** A map with values of one schema. */
export const map = (additionalProperties: JsonObject | boolean): JsonObject => ({
  type: 'object',
  additionalProperties,
});
/** A list with items of one schema. */
export const list = (items: JsonObject): JsonObject => ({ type: 'array', items });
export const TEXT = { type: 'string' };
export const NUMBER = { type: 'integer' };
/** What keeps fields that are not named. */
export const KEEP = { 'x-kubernetes-preserve-unknown-fields': true };
