import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyPatches } from '../../../src/component/apply-patches.ts';
import type { Patch, PatchOperation } from '../../../src/component/component-schema.ts';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';

const spec = () => ({
  replicas: 1,
  'a/b': 'slash',
  'c~d': 'tilde',
  list: [{ name: 'x', limits: { cpu: 1 } }, { name: 'y' }, { name: 'z', limits: { cpu: 2 } }],
});
const target = { kind: 'Deployment' };

function patch(...operations: PatchOperation[]) {
  const input = object('apps/v1 Deployment ns/a', { spec: spec() });
  const { objects, problems } = applyPatches([input], [{ target, operations }]);
  assert.deepEqual(input.spec, spec(), 'the input stays as it is');
  return { spec: objects[0]?.spec, problems };
}

describe('applyPatches', () => {
  const cases: [what: string, operation: PatchOperation, change: object][] = [
    ['replaces a field', { op: 'replace', path: '/spec/replicas', value: 2 }, { replicas: 2 }],
    ['adds a field', { op: 'add', path: '/spec/new', value: { a: [1] } }, { new: { a: [1] } }],
    ['adds over a field', { op: 'add', path: '/spec/replicas', value: null }, { replicas: null }],
    ['reads ~1 as a slash', { op: 'replace', path: '/spec/a~1b', value: 'x' }, { 'a/b': 'x' }],
    ['reads ~0 as a tilde', { op: 'replace', path: '/spec/c~0d', value: 'x' }, { 'c~d': 'x' }],
    [
      'replaces an item',
      { op: 'replace', path: '/spec/list/1', value: 1 },
      { list: [spec().list[0], 1, spec().list[2]] },
    ],
    [
      'inserts an item',
      { op: 'add', path: '/spec/list/0', value: 1 },
      { list: [1, ...spec().list] },
    ],
    [
      'appends an item',
      { op: 'add', path: '/spec/list/-', value: 1 },
      { list: [...spec().list, 1] },
    ],
    [
      'appends at the end',
      { op: 'add', path: '/spec/list/3', value: 1 },
      { list: [...spec().list, 1] },
    ],
    [
      'removes an item',
      { op: 'remove', path: '/spec/list/1' },
      { list: [spec().list[0], spec().list[2]] },
    ],
    ['removes every item', { op: 'remove', path: '/spec/list/*' }, { list: [] }],
    ['replaces every item', { op: 'replace', path: '/spec/list/*', value: 0 }, { list: [0, 0, 0] }],
    [
      'removes a field of every item that has it',
      { op: 'remove', path: '/spec/list/*/limits' },
      { list: [{ name: 'x' }, { name: 'y' }, { name: 'z' }] },
    ],
    [
      'adds a field to every item',
      { op: 'add', path: '/spec/list/*/name', value: 'n' },
      {
        list: [{ name: 'n', limits: { cpu: 1 } }, { name: 'n' }, { name: 'n', limits: { cpu: 2 } }],
      },
    ],
  ];
  for (const [what, operation, change] of cases) {
    it(what, () => {
      const { spec: patched, problems } = patch(operation);
      assert.deepEqual(problems, []);
      assert.deepEqual(patched, { ...spec(), ...change });
    });
  }

  it('removes a field', () => {
    const { replicas: _, ...rest } = spec();
    assert.deepEqual(patch({ op: 'remove', path: '/spec/replicas' }).spec, rest);
  });

  it('moves and copies fields and items', () => {
    const { spec: patched, problems } = patch(
      { op: 'move', from: '/spec/replicas', path: '/spec/moved' },
      { op: 'copy', from: '/spec/list/0/limits', path: '/spec/list/1/limits' },
      { op: 'move', from: '/spec/list/2', path: '/spec/list/0' },
    );
    const { replicas, list, ...rest } = spec();
    const [x, y, z] = list;
    assert.deepEqual(problems, []);
    assert.deepEqual(patched, {
      ...rest,
      moved: replicas,
      list: [z, x, { ...y, limits: { cpu: 1 } }],
    });
  });

  it('tests values in every place', () => {
    const { spec: patched, problems } = patch(
      { op: 'test', path: '/spec/list/0', value: { limits: { cpu: 1 }, name: 'x' } },
      { op: 'test', path: '/spec/list/*/name', value: 'x' },
      { op: 'test', path: '/spec/missing', value: null },
    );
    assert.deepEqual(patched, spec());
    assert.deepEqual(
      problems.map(({ code, message, path }) => [code, message, path.join('.')]),
      [
        ['/spec/list/*/name is not "x"', 1],
        ['/spec/missing is not null', 2],
      ].map(([says, index]) => [
        'patch-test-failed',
        `${says} in Deployment ns/a`,
        `spec.patches.0.operations.${index}`,
      ]),
    );
  });

  it('makes operations and patches in order', () => {
    const operations: PatchOperation[] = [
      { op: 'add', path: '/spec/new', value: {} },
      { op: 'add', path: '/spec/new/deep', value: 1 },
      { op: 'replace', path: '/spec/new/deep', value: 2 },
    ];
    assert.deepEqual(patch(...operations).spec, { ...spec(), new: { deep: 2 } });
  });

  it('gives each object a value of its own', () => {
    const value = { shared: [1] };
    const { spec: patched } = patch({ op: 'replace', path: '/spec/list/*', value });
    const { list } = patched as { list: object[] };
    assert.notEqual(list[0], list[1]);
    assert.notEqual(list[0], value);
  });

  const untouched: PatchOperation[] = [
    { op: 'remove', path: '/spec/missing' },
    { op: 'replace', path: '/spec/missing', value: 1 },
    { op: 'remove', path: '/spec/list/*/missing' },
    { op: 'add', path: '/spec/missing/deep', value: 1 },
    { op: 'remove', path: '/spec/list/3' },
    { op: 'remove', path: '/spec/list/-' },
    { op: 'replace', path: '/spec/list/x', value: 1 },
    { op: 'add', path: '/spec/list/4', value: 1 },
    { op: 'add', path: '/spec/replicas/deep', value: 1 },
    { op: 'remove', path: '/spec/toString' },
    { op: 'move', from: '/spec/missing', path: '/spec/new' },
    { op: 'copy', from: '/spec/replicas', path: '/spec/missing/deep' },
    { op: 'move', from: '/spec/list', path: '/spec/list/0' },
  ];
  for (const operation of untouched) {
    it(`says that ${operation.op} ${operation.path} finds nothing`, () => {
      const { spec: patched, problems } = patch(operation);
      assert.deepEqual(patched, spec());
      assert.deepEqual(
        problems.map(({ code, message, path }) => [code, message, path.join('.')]),
        [
          [
            'patch-matches-nothing',
            `${operation.op} ${operation.path} finds nothing in Deployment ns/a`,
            'spec.patches.0.operations.0.path',
          ],
        ],
      );
    });
  }
});

describe('the target of a patch', () => {
  const objects = [
    'apps/v1 Deployment ns/a',
    'apps/v1 Deployment other/a',
    'apps/v1 DaemonSet ns/a',
    'example.com/v1 Deployment b',
  ].map((identity) => object(identity, { x: 0 }));
  const cases: [target: Patch['target'], matches: number[]][] = [
    [{ kind: 'Deployment' }, [0, 1, 3]],
    [{ kind: 'Deployment', group: 'apps' }, [0, 1]],
    [{ namespace: 'ns' }, [0, 2]],
    [{ name: 'b' }, [3]],
    [{ kind: 'DaemonSet', name: 'a', namespace: 'ns', group: 'apps' }, [2]],
  ];
  for (const [each, matches] of cases) {
    it(`${JSON.stringify(each)} is every object with all of it`, () => {
      const operations: PatchOperation[] = [{ op: 'replace', path: '/x', value: 1 }];
      const patched = applyPatches(objects, [{ target: each, operations }]);
      assert.deepEqual(patched.problems, []);
      assert.deepEqual(
        patched.objects.flatMap(({ x }, index) => (x === 1 ? [index] : [])),
        matches,
      );
    });
  }

  it('is a problem where nothing matches it', () => {
    const operations: PatchOperation[] = [{ op: 'remove', path: '/x' }];
    const patches = [{ target: { kind: 'Pod', name: 'p' }, operations }];
    const { problems } = applyPatches(objects, patches);
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['no object matches kind Pod, name p'],
    );
    assert.deepEqual(problems[0]?.path, ['spec', 'patches', 0, 'target']);
  });
});

describe('a merge', () => {
  const containers = [
    { name: 'init', image: 'r.io/i:1', resources: { limits: { cpu: '1' } } },
    { name: 'main', image: 'r.io/m:1', env: [{ name: 'A', value: '1' }], args: ['a'] },
  ];
  const web = () =>
    object('apps/v1 Deployment ns/web', { spec: { template: { spec: { containers } } } });
  const mergeInto = (
    objects: KubernetesObject[],
    merge: JsonObject,
    of: Patch['target'] = target,
  ) => applyPatches(objects, [{ target: of, merge }]);
  const pods = (own: Json): JsonObject => ({ spec: { template: { spec: own } } });

  const cases: [what: string, patch: Json, after: object][] = [
    [
      'merges the items of lists by their keys, in the order that was there',
      {
        containers: [
          { name: 'main', args: ['b'] },
          { name: 'new', image: 'r.io/n:1' },
        ],
      },
      {
        containers: [
          containers[0],
          { ...containers[1], args: ['b'] },
          { name: 'new', image: 'r.io/n:1' },
        ],
      },
    ],
    [
      'removes a field by null',
      { containers: [{ name: 'init', resources: { limits: null } }] },
      { containers: [{ ...containers[0], resources: {} }, containers[1]] },
    ],
    [
      'removes an item of a list',
      { containers: [{ name: 'init', $patch: 'delete' }] },
      { containers: [containers[1]] },
    ],
    [
      'replaces a map',
      { containers: [{ name: 'init', resources: { $patch: 'replace', requests: { cpu: '2' } } }] },
      { containers: [{ ...containers[0], resources: { requests: { cpu: '2' } } }, containers[1]] },
    ],
    [
      'replaces a list',
      { containers: [{ $patch: 'replace' }, { name: 'only' }] },
      { containers: [{ name: 'only' }] },
    ],
  ];
  for (const [what, own, after] of cases) {
    it(what, () => {
      const input = web();
      const { objects, problems } = mergeInto([input], pods(own));
      assert.deepEqual(
        [problems, objects],
        [[], [{ ...web(), spec: { template: { spec: after } } }]],
      );
      assert.deepEqual(input, web(), 'the input stays as it is');
    });
  }

  it('leaves null alone that it does not touch', () => {
    const lamp = object('example.com/v1 Lamp a', { spec: { a: null, b: null } });
    const { objects, problems } = mergeInto([lamp], { spec: { a: { c: 1 } } }, { kind: 'Lamp' });
    assert.deepEqual([problems, objects[0]?.spec], [[], { a: { c: 1 }, b: null }]);
  });

  const wrong: [what: string, merge: JsonObject, code: string][] = [
    [
      'changes nothing',
      pods({ containers: [{ name: 'main', image: 'r.io/m:1' }] }),
      'patch-matches-nothing',
    ],
    ['removes what is not there', pods({ nodeSelector: null }), 'patch-matches-nothing'],
    ['makes another object', { metadata: { name: 'other' } }, 'patch-identity'],
    ['has an item without its key', pods({ containers: [{ image: 'x' }] }), 'patch-unclear'],
    ['has a scalar for a list', pods({ containers: 'x' }), 'patch-unclear'],
    ['has a directive that is not known', pods({ $retainKeys: ['a'] }), 'patch-unclear'],
    ['deletes the object', { $patch: 'delete' }, 'patch-unclear'],
  ];
  for (const [what, merge, code] of wrong) {
    it(`is a problem where it ${what}`, () => {
      const { problems } = mergeInto([web()], merge);
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.path.join('.')]),
        [[code, 'spec.patches.0.merge']],
      );
    });
  }

  it('has to change one of its targets alone', () => {
    const other = object('apps/v1 Deployment ns/other', { spec: { replicas: 2 } });
    const { problems } = mergeInto([other, web()], { spec: { replicas: 2 } });
    assert.deepEqual(problems, []);
  });
});
