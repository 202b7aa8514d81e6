import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { compareCrds } from '../../../src/upgrade/compare-crds.ts';
import { crd, object } from '../support/objects.ts';
import { crdChanges } from './support/changes.ts';

/** The CRD of lamps with other fields of its spec, or its names. */
function lamps(spec: JsonObject = {}, names: JsonObject = {}): KubernetesObject {
  const lamp = crd();
  const own = lamp.spec as JsonObject;
  return { ...lamp, spec: { ...own, ...spec, names: { ...(own.names as JsonObject), ...names } } };
}

const WHOLE: [string, KubernetesObject, KubernetesObject, string[]][] = [
  ['scope', lamps(), lamps({ scope: 'Cluster' }), ['unsafe scope-changed']],
  ['group', lamps(), lamps({ group: 'example.org' }), ['unsafe group-changed']],
  ['kind', lamps(), lamps({}, { kind: 'Light' }), ['unsafe kind-changed']],
  ['plural', lamps(), lamps({}, { plural: 'lights' }), ['unsafe plural-changed']],
  ['list kind', lamps(), lamps({}, { listKind: 'Lamps' }), ['unsafe list-kind-changed']],
  ['singular', lamps(), lamps({}, { singular: 'light' }), ['safe names-changed']],
  ['short names', lamps(), lamps({}, { shortNames: ['lp'] }), ['safe names-changed']],
  [
    'pruning',
    lamps({ preserveUnknownFields: true }),
    lamps({ preserveUnknownFields: false }),
    ['unsafe pruning-started'],
  ],
  [
    'no pruning',
    lamps({ preserveUnknownFields: false }),
    lamps({ preserveUnknownFields: true }),
    ['safe pruning-stopped'],
  ],
  [
    'annotations',
    lamps(),
    { ...lamps(), metadata: { ...lamps().metadata, annotations: { a: 'b' } } },
    [],
  ],
  ['status', lamps(), { ...lamps(), status: { storedVersions: ['v1'] } }, []],
];

describe('compareCrds', () => {
  for (const [what, before, after, expected] of WHOLE) {
    it(`tells another ${what}`, () => {
      assert.deepEqual(
        crdChanges([before], [after]),
        expected.map((text) => `${text} lamps.example.com`),
      );
      assert.deepEqual(crdChanges([after], [after]), []);
    });
  }

  it('tells CRDs that come and go', () => {
    assert.deepEqual(crdChanges([crd('Lamp')], [crd('Bulb')]), [
      'safe added bulbs.example.com',
      'unsafe removed lamps.example.com',
    ]);
  });

  it('looks at CRDs only', () => {
    assert.deepEqual(crdChanges([object('v1 ConfigMap a')], [object('v1 ConfigMap b')]), []);
    assert.deepEqual(crdChanges([], []), []);
  });

  it('does not take a CRD that it cannot read for safe', () => {
    const unreadable = { ...crd(), spec: {} };
    assert.deepEqual(crdChanges([crd()], [unreadable]), ['unsafe unreadable lamps.example.com']);
    assert.deepEqual(crdChanges([], [unreadable]), ['unsafe unreadable lamps.example.com']);
    assert.deepEqual(crdChanges([unreadable], [crd()]), ['safe added lamps.example.com']);
  });

  it('says of an immutable field what it was and is', () => {
    const [change] = compareCrds([lamps()], [lamps({ scope: 'Cluster' })]);
    assert.deepEqual(change, {
      crd: 'lamps.example.com',
      versions: [],
      field: '',
      change: 'scope-changed',
      class: 'unsafe',
      before: 'Namespaced',
      after: 'Cluster',
      message: 'the scope changes from Namespaced to Cluster, which the API server refuses',
    });
  });

  it('sorts by CRD, field and change, whatever the order of the objects', () => {
    const schema = (properties: JsonObject) => ({ type: 'object', properties });
    const version = (properties: JsonObject) => ({
      versions: [{ name: 'v1', storage: true, schema: schema(properties) }],
    });
    const before = ['Lamp', 'Bulb'].map((kind) => crd(kind, version({ b: {}, a: { enum: [1] } })));
    const after = ['Lamp', 'Bulb'].map((kind) => crd(kind, version({ a: { enum: [2] } })));
    const expected = ['bulbs', 'lamps'].flatMap((name) => [
      `safe enum-value-added ${name}.example.com v1 a`,
      `unsafe enum-value-removed ${name}.example.com v1 a`,
      `lossy field-removed ${name}.example.com v1 b`,
    ]);
    assert.deepEqual(crdChanges(before, after), expected);
    assert.deepEqual(crdChanges(before.toReversed(), after.toReversed()), expected);
  });
});
