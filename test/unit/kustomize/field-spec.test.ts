import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape, fieldSpec, visitFields } from '../../../src/kustomize/field-spec.ts';
import type { FieldSpec } from '../../../src/kustomize/field-spec.ts';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { object } from '../support/objects.ts';

const visited = (spec: FieldSpec, leaf: 'map' | 'text' | undefined, value: object): unknown => {
  const lamp = object('apps/v1 Lamp a', { spec: value });
  visitFields(lamp, spec, leaf, (container, key) => {
    (container as JsonObject)[key] = 'seen';
  });
  return lamp.spec;
};
const create = { create: true };

describe('visitFields', () => {
  const cases: [
    what: string,
    spec: FieldSpec,
    leaf: 'map' | 'text' | undefined,
    before: object,
    after: object,
  ][] = [
    ['visits a field', fieldSpec('spec/a'), undefined, { a: 1 }, { a: 'seen' }],
    ['visits a null', fieldSpec('spec/a'), undefined, { a: null }, { a: 'seen' }],
    ['leaves what is missing', fieldSpec('spec/a/b'), 'map', {}, {}],
    ['makes what is missing', fieldSpec('spec/a/b', create), 'map', {}, { a: { b: 'seen' } }],
    [
      'makes a map of null',
      fieldSpec('spec/a/b', create),
      'map',
      { a: null },
      { a: { b: 'seen' } },
    ],
    ['makes nothing without a leaf', fieldSpec('spec/a/b', create), undefined, {}, {}],
    [
      'passes through lists',
      fieldSpec('spec/a/b'),
      undefined,
      { a: [{ b: 1 }, {}, null] },
      { a: [{ b: 'seen' }, {}, null] },
    ],
    [
      'makes fields of items',
      fieldSpec('spec/a/b', create),
      'map',
      { a: [{}] },
      { a: [{ b: 'seen' }] },
    ],
    ['makes no lists', fieldSpec('spec/a[]/b', create), 'map', {}, {}],
    ['makes a list of null', fieldSpec('spec/a[]/b'), undefined, { a: null }, { a: [] }],
    ['selects by kind', fieldSpec('spec/a', { kind: 'Other' }), undefined, { a: 1 }, { a: 1 }],
    [
      'selects by group',
      fieldSpec('spec/a', { group: 'apps', version: 'v1' }),
      undefined,
      { a: 1 },
      { a: 'seen' },
    ],
    ['selects by version', fieldSpec('spec/a', { version: 'v2' }), undefined, { a: 1 }, { a: 1 }],
  ];
  for (const [what, spec, leaf, before, after] of cases) {
    it(what, () => assert.deepEqual(visited(spec, leaf, before), after));
  }

  it('leaves what is neither map nor list on the way', () => {
    assert.throws(() => visited(fieldSpec('spec/a/b'), undefined, { a: 'x' }), UnexpectedShape);
  });
});
