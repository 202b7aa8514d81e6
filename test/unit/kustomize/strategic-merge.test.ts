import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../src/kustomize/field-spec.ts';
import { strategicMerge } from '../../../src/kustomize/strategic-merge.ts';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { object } from '../support/objects.ts';

const merged = (identity: string, spec: object, patch: object): unknown => {
  const target = object(identity, { spec });
  strategicMerge(target, { spec: patch as JsonObject });
  return target.spec;
};
const LAMP = 'example.com/v1 Lamp a';
const POD = 'v1 Pod a';
const SERVICE = 'v1 Service a';

describe('strategicMerge', () => {
  const cases: [what: string, identity: string, before: object, patch: object, after: object][] = [
    [
      'merges maps',
      LAMP,
      { a: { b: 1, c: 2 } },
      { a: { c: 3 }, d: 4 },
      { a: { b: 1, c: 3 }, d: 4 },
    ],
    ['removes by null', LAMP, { a: 1, b: 2 }, { a: null, x: null }, { b: 2 }],
    ['drops null in what is new', LAMP, {}, { a: { b: null, c: { d: null } } }, { a: { c: {} } }],
    ['keeps null in lists', LAMP, {}, { a: [null, { b: null }] }, { a: [null, { b: null }] }],
    [
      'replaces lists of custom resources',
      LAMP,
      { a: [{ name: 'x', b: 1 }] },
      { a: [{ name: 'x' }] },
      { a: [{ name: 'x' }] },
    ],
    ['replaces scalars by others', LAMP, { a: 1 }, { a: 'x' }, { a: 'x' }],
    [
      'merges containers',
      POD,
      { containers: [{ name: 'a', image: '1' }, { name: 'b' }] },
      { containers: [{ name: 'b', image: '2' }, { name: 'c' }] },
      { containers: [{ name: 'b', image: '2' }, { name: 'c' }, { name: 'a', image: '1' }] },
    ],
    [
      'replaces other lists',
      POD,
      { tolerations: [1], containers: [{ name: 'a', args: ['1'] }] },
      { tolerations: [], containers: [{ name: 'a', args: ['2'] }] },
      { tolerations: [], containers: [{ name: 'a', args: ['2'] }] },
    ],
    [
      'keeps the order of ports with protocols',
      SERVICE,
      {
        ports: [
          { port: 1, protocol: 'TCP' },
          { port: 1, protocol: 'UDP' },
        ],
      },
      { ports: [{ port: 1, protocol: 'UDP', name: 'x' }] },
      {
        ports: [
          { port: 1, protocol: 'TCP' },
          { port: 1, protocol: 'UDP', name: 'x' },
        ],
      },
    ],
    [
      'merges ports without any',
      SERVICE,
      { ports: [{ port: 1 }, { port: 2 }] },
      { ports: [{ port: 2, name: 'x' }] },
      { ports: [{ port: 2, name: 'x' }, { port: 1 }] },
    ],
  ];
  for (const [what, identity, before, patch, after] of cases) {
    it(what, () => assert.deepEqual(merged(identity, before, patch), after));
  }

  it('leaves the patch as it is for the next object', () => {
    const patch = { spec: { a: { b: [{}] } } };
    const [first, second] = [object(LAMP, { spec: {} }), object(LAMP, { spec: {} })];
    for (const target of [first, second]) strategicMerge(target, patch);
    strategicMerge(first, { spec: { a: { c: 1 } } });
    assert.deepEqual([second.spec, patch.spec], [{ a: { b: [{}] } }, { a: { b: [{}] } }]);
  });

  const left: [what: string, identity: string, before: object, patch: object][] = [
    ['a null in the object', LAMP, { a: null }, { b: 1 }],
    ['a directive', LAMP, { a: { b: 1 } }, { a: { $patch: 'delete' } }],
    ['a directive in a list', POD, {}, { containers: [{ name: 'a', $patch: 'delete' }] }],
    ['a map for a scalar', LAMP, { a: 1 }, { a: {} }],
    ['a scalar for a list', LAMP, { a: [] }, { a: 1 }],
    [
      'an item without its key',
      POD,
      { containers: [{ name: 'a' }] },
      { containers: [{ image: 'x' }] },
    ],
    ['an item twice', POD, { containers: [{ name: 'a' }, { name: 'a' }] }, { hostNetwork: true }],
    ['an item that is none', POD, { containers: ['a'] }, { hostNetwork: true }],
    [
      'some items with a second key',
      SERVICE,
      { ports: [{ port: 1 }] },
      { ports: [{ port: 1, protocol: 'TCP' }] },
    ],
    [
      'lists of built-in kinds that the table lacks',
      'autoscaling/v2 HorizontalPodAutoscaler a',
      {},
      { metrics: [] },
    ],
    ['lists of versions that the table lacks', 'apps/v1beta1 Deployment a', {}, { a: [] }],
    [
      'an object in an object',
      LAMP,
      { a: { apiVersion: 'v1', kind: 'Pod', spec: { containers: [] } } },
      { b: 1 },
    ],
  ];
  for (const [what, identity, before, patch] of left) {
    it(`leaves ${what}`, () => {
      assert.throws(() => merged(identity, before, patch), UnexpectedShape);
    });
  }
});
