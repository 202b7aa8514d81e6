import { canonicalJsonText } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import type { SchemaChange, SchemaChangeKind } from '../crd-change.ts';
import { shortText } from '../short-value.ts';
import type { SchemaRule } from './rule.ts';
import { keywordList, keywordText } from './rule.ts';

const LIST_TYPE = 'x-kubernetes-list-type';
const LIST_MAP_KEYS = 'x-kubernetes-list-map-keys';
const MAP_TYPE = 'x-kubernetes-map-type';

/**
 * How lists and maps of several writers are merged, and, for `set` and `map`, which items may stand twice.
 * A list that becomes atomic is replaced whole by whoever applies a part of it.
 */
export const mergeRule: SchemaRule = {
  keywords: [LIST_TYPE, LIST_MAP_KEYS, MAP_TYPE],
  compare(before, after) {
    return [
      ...changed('list-type-changed', LIST_TYPE, before, after, (schema) =>
        keywordText(schema, LIST_TYPE, 'atomic'),
      ),
      ...changed('list-map-keys-changed', LIST_MAP_KEYS, before, after, (schema) =>
        keywordList(schema, LIST_MAP_KEYS).map(canonicalJsonText).toSorted().join(', '),
      ),
      ...changed('map-type-changed', MAP_TYPE, before, after, (schema) =>
        keywordText(schema, MAP_TYPE, 'granular'),
      ),
    ];
  },
};

function changed(
  change: SchemaChangeKind,
  name: string,
  before: JsonObject,
  after: JsonObject,
  read: (schema: JsonObject) => string,
): SchemaChange[] {
  const [old, current] = [read(before), read(after)];
  if (old === current) return [];
  const values = { before: shortText(old), after: shortText(current) };
  const message = `${name} was ${values.before || 'not set'} and is ${values.after || 'not set'} now, so what several writers set is merged otherwise`;
  return [{ ...values, change, class: 'unsafe', message }];
}
