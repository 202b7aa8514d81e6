import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isJsonObject } from '../../../src/manifest/json.ts';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { formatArchitecturePatches } from '../../../src/tree/architecture-patches.ts';
import { deployment, object } from '../support/objects.ts';
import { applyJsonPatches } from './support/apply-json-patches.ts';

const ONE = deployment('ns/a.b', [{ name: 'c', image: 'r.io/c:1' }]);
const OTHER = deployment('ns/a.b', [{ name: 'c', image: 'r.io/c:2' }]);

describe('formatArchitecturePatches', () => {
  it('is nothing where nothing differs', () => {
    const objects = [ONE, object('v1 Namespace ns')];
    assert.equal(formatArchitecturePatches([], []), '');
    assert.equal(formatArchitecturePatches(objects, objects), '');
    assert.equal(formatArchitecturePatches(objects, structuredClone(objects)), '');
  });

  it('names each object that differs, and what is put where', () => {
    const objects = [object('v1 Namespace ns'), ONE];
    const text = formatArchitecturePatches(objects, [object('v1 Namespace ns'), OTHER]);
    assert.deepEqual(parseYaml(text, 'k')[0]?.value, {
      patches: [
        {
          target: {
            group: 'apps',
            version: 'v1',
            kind: 'Deployment',
            namespace: 'ns',
            name: String.raw`a\.b`,
          },
          patch:
            '- op: replace\n  path: /spec/template/spec/containers/0/image\n  value: r.io/c:2\n',
        },
      ],
    });
  });

  it('leaves the group and the namespace out where there is none', () => {
    const [before, after] = ['1', '2'].map((a) => object('v1 Node a', { spec: { a } }));
    const text = formatArchitecturePatches([before!], [after!]);
    assert.match(text, /target:\n +version: v1\n +kind: Node\n +name: a\n/);
  });

  it('does not mean an object whose name only looks like it', () => {
    const names = ['a.b', 'axb', 'a.b.c', 'xa.b'];
    const objects = names.map((name) => object(`v1 ConfigMap ns/${name}`, { data: { a: '1' } }));
    const variants = structuredClone(objects);
    variants[0]!.data = { a: '2' };
    const text = formatArchitecturePatches(objects, variants);
    assert.deepEqual(applyJsonPatches(objects, text), variants);
  });

  const values: [before: Json, after: Json][] = [
    ['a', ''],
    ['', 'a'],
    ['a', null],
    [null, 'a'],
    [1, '1'],
    [true, false],
    [{ a: 'b' }, 'b'],
    [['a'], { 0: 'a' }],
  ];
  for (const [before, after] of values) {
    it(`puts ${JSON.stringify(after)} in place of ${JSON.stringify(before)}`, () => {
      const objects = [object('v1 ConfigMap ns/a', { data: { key: before, other: 'same' } })];
      const variants = [object('v1 ConfigMap ns/a', { data: { key: after, other: 'same' } })];
      const text = formatArchitecturePatches(objects, variants);
      assert.deepEqual(applyJsonPatches(objects, text), variants);
    });
  }

  it('makes the variants of any objects whose texts differ', () => {
    const key = fc.oneof(
      fc.constantFrom(
        'a/b',
        'c~d',
        '~1',
        '~01',
        '/',
        '',
        '0',
        '-',
        'x y',
        '__proto__',
        'constructor',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    const text = fc.oneof(
      fc.constantFrom('yes', '0644', '1e3', 'null', '- a', 'a: b', '|', 'a\nb', ' a ', '#'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const value = fc.letrec<{ node: Json; map: JsonObject }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        text,
        fc.constantFrom<Json>(null, true, 7),
        fc.array(tie('node'), { maxLength: 3 }),
        tie('map'),
      ),
      map: fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    })).map;
    const name = fc.stringMatching(/^[a-c](?:[.b-]{0,3}[a-c])?$/);
    const objects = fc.uniqueArray(fc.tuple(name, value, fc.boolean()), {
      selector: ([each]) => each,
      maxLength: 4,
    });
    fc.assert(
      fc.property(objects, fc.integer({ min: 2, max: 4 }), (parts, each) => {
        const before = parts.map(([path, spec, namespaced]) =>
          object(`example.com/v1 Lamp ${namespaced ? 'ns/' : ''}${path}`, { spec }),
        );
        const after = before.map((one): KubernetesObject => ({
          ...one,
          spec: changed(one.spec ?? null, each),
        }));
        const patches = formatArchitecturePatches(before, after);
        assert.deepEqual(applyJsonPatches(before, patches), after);
        assert.equal(patches === '', JSON.stringify(before) === JSON.stringify(after));
      }),
    );
  });
});

/** The value with those texts changed whose length `each` divides. */
function changed(value: Json, each: number): Json {
  if (typeof value === 'string') return value.length % each === 0 ? `${value}, changed` : value;
  if (Array.isArray(value)) return value.map((inner) => changed(inner, each));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, changed(inner, each)]),
  );
}
