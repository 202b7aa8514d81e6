import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import { compareSchemas } from '../../../src/upgrade/compare-schemas.ts';
import { containsField } from '../../../src/upgrade/field-path.ts';
import { lostFields } from '../../../src/upgrade/lost-fields.ts';
import { anySchema, anyValue, valueFor } from './support/arbitraries.ts';
import { isValid } from './support/validity.ts';

/*
 * What is told of two schemas, held against what becomes of objects: pruning, and a JSON Schema validator
 * that knows nothing of this program.
 */

/** Two schemas, often alike, and an object that the first one takes and keeps whole. */
const upgrade = fc
  .oneof(
    { weight: 1, arbitrary: fc.tuple(anySchema, anySchema) },
    {
      weight: 3,
      arbitrary: anySchema.chain((before) => fc.tuple(fc.constant(before), altered(before))),
    },
  )
  .chain(([before, after]) =>
    fc.record({
      before: fc.constant(before),
      after: fc.constant(after),
      stored: fc.oneof(
        valueFor(before),
        anyValue.map((spec): Json => ({ spec })),
      ),
    }),
  )
  .filter(
    ({ before, stored }) =>
      lostFields(stored as JsonObject, before).length === 0 && isValid(before, stored),
  );

describe('compareSchemas', () => {
  it('finds nothing between a schema and itself', () => {
    fc.assert(
      fc.property(anySchema, (schema) => {
        assert.deepEqual(compareSchemas(schema, structuredClone(schema)), []);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('misses no field that goes, wherever it is', () => {
    fc.assert(
      fc.property(anySchema, fc.nat(), (schema, pick) => {
        const places = fieldsOf(schema, []);
        const place = places[pick % Math.max(places.length, 1)];
        fc.pre(place !== undefined);
        const after = withoutPlace(schema, place ?? []);
        const kinds = compareSchemas(schema, after).map(({ change }) => change);
        const gone = kinds.filter((kind) => kind === 'field-removed' || kind === 'field-opened');
        assert.equal(gone.length, 1);
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it('tells of each field that a stored object loses, and that it is refused', () => {
    let [lost, refused] = [0, 0];
    fc.assert(
      fc.property(upgrade, ({ before, after, stored }) => {
        const changes = compareSchemas(before, after);
        const told = changes.filter(
          (change) => change.class === 'lossy' || change.change === 'type-changed',
        );
        for (const field of lostFields(stored as JsonObject, after)) {
          lost += 1;
          assert.ok(
            told.some((change) => containsField(change.field, field)),
            `${field} is lost, but told is only ${told.map((change) => change.field).join(', ')}`,
          );
        }
        if (isValid(after, stored)) return;
        refused += 1;
        assert.ok(
          changes.some((change) => change.class === 'unsafe'),
          'it is refused, but nothing unsafe is told',
        );
      }),
      { numRuns: 400, seed: 3 },
    );
    assert.ok(lost > 20 && refused > 20, `${lost} lost and ${refused} refused show little`);
  });

  it('finds something the other way round too', () => {
    fc.assert(
      fc.property(anySchema, anySchema, (before, after) => {
        const [forth, back] = [compareSchemas(before, after), compareSchemas(after, before)];
        const isHarmless = forth.every((change) => change.class === 'safe');
        assert.ok(isHarmless || back.length > 0);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

type Place = readonly string[];

/** The places of all properties in a schema. */
function fieldsOf(schema: JsonObject, place: Place): Place[] {
  const inner = (key: string): Place[] =>
    schema[key] === undefined ? [] : fieldsOf(schema[key] as JsonObject, [...place, key]);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonObject>);
  return [
    ...inner('items'),
    ...inner('additionalProperties'),
    ...properties.flatMap(([name, each]) => {
      const own = [...place, 'properties', name];
      return [own, ...fieldsOf(each, own)];
    }),
  ];
}

function withoutPlace(schema: JsonObject, [step = '', ...rest]: Place): JsonObject {
  const { [step]: inner, ...others } = schema;
  return rest.length === 0
    ? others
    : { ...others, [step]: withoutPlace(inner as JsonObject, rest) };
}

/** The schema with another one somewhere in it, or without something. */
function altered(schema: JsonObject): fc.Arbitrary<JsonObject> {
  const places = fieldsOf(schema, []);
  return fc.tuple(fc.constantFrom(...places), fc.option(anySchema)).map(([place, other]) => {
    if (other === null) return withoutPlace(schema, place);
    const { spec } = other.properties as { spec: JsonObject };
    return withPlace(schema, place, spec);
  });
}

function withPlace(schema: JsonObject, [step, ...rest]: Place, value: JsonObject): JsonObject {
  if (step === undefined) return value;
  return { ...schema, [step]: withPlace(schema[step] as JsonObject, rest, value) };
}
