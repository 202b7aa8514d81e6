import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/manifest/json.ts';

const NAMES = ['a', 'b', 'c', 'd.e'];

/** A keyword in about one schema of three. */
const maybe = (name: string, value: fc.Arbitrary<Json>) =>
  fc
    .option(value, { freq: 2, nil: undefined })
    .map((found): JsonObject => (found === undefined ? {} : { [name]: found }));

const whole = (...keywords: fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> =>
  fc.tuple(...keywords).map((parts): JsonObject => Object.assign({}, ...parts));

const small = fc.integer({ min: 0, max: 4 });
const nullable = maybe('nullable', fc.constant(true));
const preserve = maybe('x-kubernetes-preserve-unknown-fields', fc.constant(true));

const text = whole(
  fc.constant({ type: 'string' }),
  nullable,
  maybe('enum', fc.subarray(['', 'x', 'yy', 'zzz'], { minLength: 1 })),
  maybe('minLength', small),
  maybe('maxLength', small),
  maybe('pattern', fc.constantFrom('^x', 'y$')),
);

const number = whole(
  fc.constantFrom<JsonObject>({ type: 'integer' }, { type: 'number' }),
  nullable,
  maybe('minimum', small),
  maybe('maximum', small),
  maybe('exclusiveMaximum', fc.constant(true)),
  maybe('multipleOf', fc.constantFrom(1, 2, 3, 4)),
);

const intOrString = fc.constant<JsonObject>({ 'x-kubernetes-int-or-string': true });

const { schema } = fc.letrec<{ schema: JsonObject; object: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number,
    intOrString,
    whole(
      fc.constant({ type: 'array' }),
      tie('schema').map((items) => ({ items })),
      maybe('minItems', small),
      maybe('maxItems', small),
      preserve,
    ),
    whole(
      fc.constant({ type: 'object' }),
      tie('schema').map((additionalProperties) => ({ additionalProperties })),
      maybe('maxProperties', small),
      nullable,
    ),
    tie('object'),
    whole(preserve),
  ),
  object: whole(
    fc.constant({ type: 'object' }),
    fc
      .dictionary(fc.constantFrom(...NAMES), tie('schema'), { maxKeys: 3, noNullPrototype: true })
      .map((properties) => ({ properties })),
    maybe('required', fc.subarray(NAMES)),
    maybe('minProperties', small),
    preserve,
  ),
}));

/** A schema of a CRD: structural, with the keywords that validate and those that prune. */
export const anySchema: fc.Arbitrary<JsonObject> = schema.map((spec) => ({
  type: 'object',
  properties: { spec },
}));

const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 0, 1, 2, 3, 4, 2.5, '', 'x', 'yy', 'zzz', 'xxxxx'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** The content of an object, which no schema knows of. */
export const anyValue: fc.Arbitrary<Json> = value;

/** A value that a schema likely accepts. */
export function valueFor(node: JsonObject): fc.Arbitrary<Json> {
  const { type, properties, items, additionalProperties } = node;
  const enumeration = Array.isArray(node.enum) ? node.enum : [];
  if (enumeration.length > 0) return fc.constantFrom(...enumeration);
  if (type === 'array') return fc.array(valueFor(items as JsonObject), { maxLength: 4 });
  if (type === 'object' && additionalProperties !== undefined) {
    const inner = valueFor(additionalProperties as JsonObject);
    return fc.dictionary(fc.constantFrom(...NAMES), inner, { noNullPrototype: true });
  }
  if (type === 'object') {
    const named = Object.entries((properties ?? {}) as Record<string, JsonObject>);
    const known = fc.record(
      Object.fromEntries(named.map(([name, each]) => [name, valueFor(each)])),
      {
        requiredKeys: named.map(([name]) => name).filter((name) => name !== 'a'),
        noNullPrototype: true,
      },
    );
    const unknown = fc.dictionary(fc.constantFrom(...NAMES), anyValue, { noNullPrototype: true });
    const isOpen = node['x-kubernetes-preserve-unknown-fields'] === true;
    return isOpen
      ? fc.tuple(unknown, known).map(([others, own]) => ({ ...others, ...own }))
      : known;
  }
  return anyValue;
}
