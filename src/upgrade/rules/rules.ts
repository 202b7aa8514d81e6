import { isDeepStrictEqual } from 'node:util';
import { valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import type { SchemaChange } from '../crd-change.ts';
import { shortText, shortValue } from '../short-value.ts';
import { boundsRule } from './bounds.ts';
import { combinationsRule } from './combinations.ts';
import { defaultRule } from './default.ts';
import { DOCUMENTATION } from './documentation.ts';
import { embeddedResourceRule } from './embedded-resource.ts';
import { enumRule } from './enum.ts';
import { expressionsRule } from './expressions.ts';
import { mergeRule } from './merge.ts';
import { nullableRule } from './nullable.ts';
import { requiredRule } from './required.ts';
import type { SchemaRule } from './rule.ts';
import { formatRule, patternRule } from './text.ts';
import { typeRule } from './type.ts';

const RULES: readonly SchemaRule[] = [
  typeRule,
  nullableRule,
  enumRule,
  boundsRule,
  patternRule,
  formatRule,
  defaultRule,
  requiredRule,
  expressionsRule,
  combinationsRule,
  mergeRule,
  embeddedResourceRule,
];

/** What lies in a schema is compared where that is known, see compareSchemas. */
const INNER = [
  'properties',
  'items',
  'additionalProperties',
  'x-kubernetes-preserve-unknown-fields',
];

const UNDERSTOOD = new Set<string>([
  ...RULES.flatMap(({ keywords }) => keywords),
  ...DOCUMENTATION,
  ...INNER,
]);

/** How a schema node differs from its successor, without what lies in it. */
export type KeywordChanges = {
  changes: SchemaChange[];
  /** Whether what it says to people differs. */
  isDocumentedOtherwise: boolean;
};

/** Compares two schema nodes keyword by keyword. */
export function compareKeywords(before: JsonObject, after: JsonObject): KeywordChanges {
  // Most nodes of a release are those of the last one.
  const names = differentKeywords(before, after);
  if (names.length === 0) return { changes: [], isDocumentedOtherwise: false };
  const asked = RULES.filter(({ keywords }) => keywords.some((name) => names.includes(name)));
  const unknown = names.filter((name) => !UNDERSTOOD.has(name));
  return {
    changes: [
      ...asked.flatMap((rule) => rule.compare(before, after)),
      ...unknown.map((name) =>
        unknownChange(name, valueAt(before, [name]), valueAt(after, [name])),
      ),
    ],
    isDocumentedOtherwise: DOCUMENTATION.some((name) => names.includes(name)),
  };
}

function differentKeywords(before: JsonObject, after: JsonObject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of INNER) names.delete(name);
  return [...names].filter((name) => {
    const [old, current] = [valueAt(before, [name]), valueAt(after, [name])];
    return old !== current && !isDeepStrictEqual(old ?? null, current ?? null);
  });
}

/** No rule knows the keyword: there is none like it in a CRD, or Kubernetes has got a new one. */
function unknownChange(name: string, before: unknown, after: unknown): SchemaChange {
  const display = (value: unknown): string =>
    value === undefined ? '' : shortText(`${name}: ${shortValue(value)}`);
  return {
    change: 'keyword-changed',
    class: 'unsafe',
    before: display(before),
    after: display(after),
    message: `${shortText(name)} differs, and what that means is not known`,
  };
}
