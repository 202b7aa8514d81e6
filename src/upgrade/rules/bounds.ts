import type { JsonObject } from '../../manifest/json.ts';
import type { BoundName, SchemaChange } from '../crd-change.ts';
import { shortValue } from '../short-value.ts';
import type { SchemaRule } from './rule.ts';
import { keyword } from './rule.ts';

type Bound = {
  name: BoundName;
  keyword: string;
  /** The keyword that makes the bound itself no longer allowed. */
  exclusive?: string;
  /** Whether all that `before` lets through passes `after` too. Not so for what is no number. */
  isWider(before: number | bigint, after: number | bigint): boolean;
};

const isLower = (before: number | bigint, after: number | bigint): boolean => after <= before;
const isHigher = (before: number | bigint, after: number | bigint): boolean => after >= before;

const BOUNDS: readonly Bound[] = [
  { name: 'minimum', keyword: 'minimum', exclusive: 'exclusiveMinimum', isWider: isLower },
  { name: 'maximum', keyword: 'maximum', exclusive: 'exclusiveMaximum', isWider: isHigher },
  { name: 'min-length', keyword: 'minLength', isWider: isLower },
  { name: 'max-length', keyword: 'maxLength', isWider: isHigher },
  { name: 'min-items', keyword: 'minItems', isWider: isLower },
  { name: 'max-items', keyword: 'maxItems', isWider: isHigher },
  { name: 'min-properties', keyword: 'minProperties', isWider: isLower },
  { name: 'max-properties', keyword: 'maxProperties', isWider: isHigher },
  {
    name: 'multiple-of',
    keyword: 'multipleOf',
    isWider: (before, after) => Number(before) % Number(after) === 0,
  },
  // A yes or no, as a bound: 1 where no item may stand twice.
  { name: 'unique-items', keyword: 'uniqueItems', isWider: isLower },
];

/** No text is shorter and no list has fewer than this, so as a lower bound it bounds nothing. */
const BOUNDLESS = new Map<BoundName, number>([
  ['min-length', 0],
  ['min-items', 0],
  ['min-properties', 0],
]);

export const boundsRule: SchemaRule = {
  keywords: BOUNDS.flatMap((bound) => [
    bound.keyword,
    ...(bound.exclusive === undefined ? [] : [bound.exclusive]),
  ]),
  compare: (before, after) => BOUNDS.flatMap((bound) => compareBound(bound, before, after)),
};

function compareBound(bound: Bound, before: JsonObject, after: JsonObject): SchemaChange[] {
  const [old, current] = [boundOf(bound, before), boundOf(bound, after)];
  if (old.text === current.text) return [];
  const isRelaxed =
    current.value === undefined ||
    (old.value !== undefined &&
      bound.isWider(old.value, current.value) &&
      // With the same value, it matters whether the value itself is allowed.
      (old.value !== current.value || !current.isExclusive));
  return [
    {
      change: `${bound.name}-${isRelaxed ? 'relaxed' : 'tightened'}`,
      class: isRelaxed ? 'safe' : 'unsafe',
      before: old.text,
      after: current.text,
      message: `${bound.keyword} was ${old.text || 'not set'} and is ${current.text || 'not set'} now`,
    },
  ];
}

type BoundValue = { value: number | bigint | undefined; isExclusive: boolean; text: string };

function boundOf(bound: Bound, schema: JsonObject): BoundValue {
  const raw = keyword(schema, bound.keyword);
  if (raw === undefined || raw === BOUNDLESS.get(bound.name)) {
    return { value: undefined, isExclusive: false, text: '' };
  }
  const isExclusive =
    bound.exclusive !== undefined && keyword(schema, bound.exclusive) !== undefined;
  const isNumber = typeof raw === 'number' || typeof raw === 'bigint';
  return {
    value: isNumber ? raw : raw === true ? 1 : NaN,
    isExclusive,
    text: `${shortValue(raw)}${isExclusive ? ' (exclusive)' : ''}`,
  };
}
