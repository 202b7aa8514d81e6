import { canonicalJsonText, isJsonObject } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import type { SchemaChange } from '../crd-change.ts';
import { shortList } from '../short-value.ts';
import { DOCUMENTATION } from './documentation.ts';
import type { SchemaRule } from './rule.ts';
import { keyword, keywordList } from './rule.ts';

/**
 * `oneOf`, `anyOf`, `allOf` and `not`: in a CRD they only validate. What one schema in them means beside
 * another is not worked out, so only what can be told from which of them are there is safe: fewer that all
 * have to hold, more of which one suffices, or none at all. Another alternative of `oneOf` is not: what
 * matches both is refused from then on.
 */
export const combinationsRule: SchemaRule = {
  keywords: ['oneOf', 'anyOf', 'allOf', 'not'],
  compare(before, after) {
    return [
      ...compare('oneOf', 'one-of', before, after, () => false),
      ...compare('anyOf', 'any-of', before, after, ({ gone }) => gone.length === 0),
      ...compare('allOf', 'all-of', before, after, ({ come }) => come.length === 0),
      ...compare('not', 'not', before, after, () => false),
    ];
  },
};

function compare(
  name: string,
  kind: 'one-of' | 'any-of' | 'all-of' | 'not',
  before: JsonObject,
  after: JsonObject,
  isWider: (parts: { gone: readonly unknown[]; come: readonly unknown[] }) => boolean,
): SchemaChange[] {
  const [old, current] = [partsOf(before, name), partsOf(after, name)];
  const gone = [...old].filter(([text]) => !current.has(text)).map(([, part]) => part);
  const come = [...current].filter(([text]) => !old.has(text)).map(([, part]) => part);
  if (gone.length === 0 && come.length === 0) return [];
  const isRelaxed = current.size === 0 || (old.size > 0 && isWider({ gone, come }));
  return [
    {
      change: `${kind}-${isRelaxed ? 'relaxed' : 'changed'}`,
      class: isRelaxed ? 'safe' : 'unsafe',
      before: shortList(gone),
      after: shortList(come),
      message: isRelaxed
        ? `${name} accepts all that it accepted`
        : `${name} is not what it was, so stored values can be refused`,
    },
  ];
}

/** The schemas in a combination, without what they say to people, by their text. */
function partsOf(schema: JsonObject, name: string): Map<string, unknown> {
  const value = keyword(schema, name);
  const list = value === undefined || Array.isArray(value) ? keywordList(schema, name) : [value];
  const parts = new Map(
    list.map(withoutDocumentation).map((part) => [canonicalJsonText(part), part] as const),
  );
  if (keyword(schema, 'x-kubernetes-int-or-string') !== undefined) dropRedundant(name, parts);
  return parts;
}

const INT_AND_STRING = ['integer', 'string'].map((type) => canonicalJsonText({ type }));
const INT_OR_STRING = canonicalJsonText({ anyOf: [{ type: 'integer' }, { type: 'string' }] });

/** Tools write out what `x-kubernetes-int-or-string` says already. */
function dropRedundant(name: string, parts: Map<string, unknown>): void {
  if (name === 'allOf') parts.delete(INT_OR_STRING);
  const isBoth = parts.size === 2 && INT_AND_STRING.every((text) => parts.has(text));
  if (name === 'anyOf' && isBoth) parts.clear();
}

function withoutDocumentation(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDocumentation);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !DOCUMENTATION.includes(name))
      .map(([name, inner]) => [
        name,
        name === 'properties' ? inEach(inner) : withoutDocumentation(inner),
      ]),
  );
}

/** Properties may have the names of keywords. */
function inEach(properties: unknown): unknown {
  if (!isJsonObject(properties)) return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, withoutDocumentation(inner)]),
  );
}
