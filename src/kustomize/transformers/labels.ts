import { isJsonObject, setField } from '../../manifest/json.ts';
import { UnexpectedShape, fieldSpec, valueOf, visitFields } from '../field-spec.ts';
import type { FieldSpec } from '../field-spec.ts';
import type { LabelEntry } from '../kustomization-schema.ts';
import { linkEntries } from '../linked-values.ts';
import type { Entry } from '../linked-values.ts';
import type { Resource } from '../resource.ts';
import { SELECTORS, TEMPLATE_LABELS } from './label-fields.ts';

const METADATA_LABELS = fieldSpec('metadata/labels', { create: true });

/** Adds labels where an entry of `labels` wants them. */
export function addLabels(resources: readonly Resource[], entry: LabelEntry): void {
  const fields = entry.includeSelectors
    ? merge(entry.fields, [...SELECTORS, ...TEMPLATE_LABELS])
    : merge(entry.fields, [...(entry.includeTemplates ? TEMPLATE_LABELS : []), METADATA_LABELS]);
  addPairs(resources, entry.pairs, fields);
}

/** Sets `pairs` in the maps at `fields`, which are made where they are missing and a field says so. */
export function addPairs(
  resources: readonly Resource[],
  pairs: Readonly<Record<string, string>>,
  fields: readonly FieldSpec[],
): void {
  for (const resource of resources) {
    for (const [key, value] of Object.entries(pairs)) {
      const added: Entry[] = [];
      for (const field of fields) {
        visitFields(resource.object, field, 'map', (container, at) => {
          const map = valueOf(container, at);
          // A null that is not to be made a map stays one.
          if (map === null) return;
          if (!isJsonObject(map)) throw new UnexpectedShape(field.path);
          if (!Object.hasOwn(map, key)) added.push({ map, key });
          setField(map, key, value);
        });
      }
      linkEntries(resource, added);
    }
  }
}

/** The user's own fields come first; one that says otherwise of `create` is an error. */
function merge(own: readonly FieldSpec[], builtin: readonly FieldSpec[]): FieldSpec[] {
  if (!own.every(({ path }) => PLAIN_PATH.test(path))) throw new UnexpectedShape('fields');
  const merged = [...own];
  for (const field of builtin) {
    const known = merged.find((each) => each.path === field.path && includes(each, field));
    if (known === undefined) merged.push(field);
    else if (known.create !== field.create) throw new UnexpectedShape('fields');
  }
  return merged;
}

/** Of other characters some have a meaning in paths. */
const PLAIN_PATH = /^[A-Za-z_][\w.-]*(?:\[\])?(?:\/[A-Za-z_][\w.-]*(?:\[\])?)*$/;

/** Whether what `other` is about is what `field` is about, too (FieldSpec.effectivelyEquals). */
function includes(field: FieldSpec, other: FieldSpec): boolean {
  return (['group', 'version', 'kind'] as const).every(
    (name) => other[name] === '' || other[name] === field[name],
  );
}
