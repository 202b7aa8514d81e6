import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { crdChanges } from './support/changes.ts';
import { lamps } from './support/lamps.ts';
import { NUMBER, TEXT, object } from './support/schemas.ts';

const SUBRESOURCE: JsonObject = { subresources: { status: {} } };

function changes(before: JsonObject, after: JsonObject, extras: JsonObject): string[] {
  const [old, current] = [before, after].map((schema) => [lamps([{ name: 'v1', schema, extras }])]);
  return crdChanges(old ?? [], current ?? []).map((text) =>
    text.replace(' lamps.example.com v1', ''),
  );
}

const status = (properties: JsonObject): JsonObject => object({ status: object(properties) });

const CASES: [string, JsonObject, JsonObject, subresource: string, field: string][] = [
  [
    'a field goes',
    status({ a: TEXT }),
    status({}),
    'safe field-removed status.a',
    'lossy field-removed status.a',
  ],
  [
    'all of it goes',
    status({ a: TEXT }),
    object({}),
    'safe field-removed status',
    'lossy field-removed status',
  ],
  [
    'a value goes',
    status({ a: { enum: [1, 2] } }),
    status({ a: { enum: [1] } }),
    'safe enum-value-removed status.a',
    'unsafe enum-value-removed status.a',
  ],
  [
    'a field is required',
    status({ a: TEXT }),
    object({ status: object({ a: TEXT }, { required: ['a'] }) }),
    'safe field-required status.a',
    'unsafe field-required status.a',
  ],
  [
    'the default changes',
    status({}),
    object({ status: object({}, { default: {} }) }),
    'safe default-added status',
    'unsafe default-added status',
  ],
  [
    'a type changes',
    status({ a: TEXT }),
    status({ a: NUMBER }),
    'unsafe type-changed status.a',
    'unsafe type-changed status.a',
  ],
  [
    'all of it is required',
    status({}),
    object({ status: object({}) }, { required: ['status'] }),
    'unsafe field-required status',
    'unsafe field-required status',
  ],
  [
    'a field comes',
    status({}),
    status({ a: TEXT }),
    'safe field-added status.a',
    'safe field-added status.a',
  ],
];

describe('changes of status', () => {
  for (const [what, before, after, subresource, field] of CASES) {
    it(`judges that ${what}`, () => {
      assert.deepEqual(changes(before, after, SUBRESOURCE), [subresource]);
      assert.deepEqual(changes(before, after, {}), [field]);
    });
  }

  it('judges the status at the root only', () => {
    const inSpec = (properties: JsonObject) => object({ spec: status(properties) });
    assert.deepEqual(changes(inSpec({ a: TEXT }), inSpec({}), SUBRESOURCE), [
      'lossy field-removed spec.status.a',
    ]);
  });

  it('judges it as any field where it becomes a subresource only now', () => {
    const before = lamps([{ name: 'v1', schema: status({ a: TEXT }) }]);
    const after = lamps([{ name: 'v1', schema: status({}), extras: SUBRESOURCE }]);
    assert.ok(
      crdChanges([before], [after]).includes('lossy field-removed lamps.example.com v1 status.a'),
    );
  });
});
