import { compareSchemas } from '../../../../src/upgrade/compare-schemas.ts';
import { compareCrds } from '../../../../src/upgrade/compare-crds.ts';
import type { CrdChange } from '../../../../src/upgrade/crd-change.ts';
import type { JsonObject } from '../../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';

/** The schema of objects with one field, `f`. */
export function withField(schema: JsonObject): JsonObject {
  return { type: 'object', properties: { f: schema } };
}

/** What changes between two schemas, as `class change field`. */
export function schemaChanges(before: JsonObject, after: JsonObject): string[] {
  return compareSchemas(before, after).map(shownChange);
}

/** What changes between two schemas of a field, as `class change`. */
export function fieldChanges(before: JsonObject, after: JsonObject): string[] {
  return schemaChanges(withField(before), withField(after)).map((text) => text.replace(/ f$/, ''));
}

/** What changes between two releases, as `class change crd versions field`. */
export function crdChanges(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): string[] {
  return compareCrds(before, after).map((each) =>
    [each.class, each.change, each.crd, each.versions.join(', '), each.field]
      .filter((part) => part !== '')
      .join(' '),
  );
}

function shownChange({ class: into, change, field }: Omit<CrdChange, 'crd' | 'versions'>): string {
  return `${into} ${change} ${field}`.trimEnd();
}
