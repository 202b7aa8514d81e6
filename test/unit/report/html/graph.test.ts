import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawableGraph, layersOf } from '../../../../src/report/html/graph.ts';
import type { ShownObject } from '../../../../src/report/html/shown-object.ts';

/** `Kind name after,after` */
function objects(...lines: readonly string[]): ShownObject[] {
  return lines.map((line) => {
    const [kind = '', name = '', after = ''] = line.split(' ');
    return {
      key: name,
      id: { group: '', kind, namespace: '', name },
      tree: 'shop',
      after: (after === '' ? [] : after.split(',')).map((from) => ({
        from,
        gate: from.startsWith('crd') ? 'established' : 'written',
        reason: 'r',
      })),
    };
  });
}

describe('layersOf', () => {
  it('puts each object one after the last layer that it waits for', () => {
    const layers = layersOf(
      objects('N ns', 'C crd', 'S a ns', 'L b ns,crd', 'D c ns,a', 'X d none'),
    );
    assert.deepEqual(Object.fromEntries(layers), { ns: 0, crd: 0, a: 1, b: 1, c: 2, d: 0 });
  });
});

/** Groups as `layer:name+name`, edges as `name-name gate count`. */
function shown(given: readonly ShownObject[]) {
  const { layers, groups, edges } = drawableGraph(given);
  const names = groups.map((group) => group.objects.map(({ key }) => key).join('+'));
  return {
    layers,
    groups: groups.map(({ layer }, place) => `${layer}:${names[place]}`),
    edges: edges.map(({ from, to, gate, count }) => `${names[from]}-${names[to]} ${gate} ${count}`),
  };
}

describe('drawableGraph', () => {
  it('makes one box of the objects of a layer and kind, and one line of their edges', () => {
    assert.deepEqual(
      shown(objects('N ns', 'C crd1', 'C crd2', 'M m1 ns', 'M m2 ns', 'L l ns,crd2')),
      {
        layers: 2,
        groups: ['0:ns', '0:crd1+crd2', '1:m1+m2', '1:l'],
        edges: ['ns-m1+m2 written 2', 'ns-l written 1', 'crd1+crd2-l established 1'],
      },
    );
  });

  it('leaves out a line that a longer way implies', () => {
    assert.deepEqual(shown(objects('N ns', 'S a ns', 'D b ns,a')).edges, [
      'ns-a written 1',
      'a-b written 1',
    ]);
  });

  it('has no layer for nothing', () => {
    assert.deepEqual(shown([]), { layers: 0, groups: [], edges: [] });
  });

  it('stays small, however deep and wide the plan is', () => {
    const deep = Array.from({ length: 500 }, (_, index) =>
      index === 0 ? 'K k0' : `K k${index} k${index - 1}`,
    );
    const wide = Array.from({ length: 500 }, (_, index) => `K${index} w${index}`);
    const graph = drawableGraph(objects(...deep, ...wide));
    assert.equal(graph.layers, 12);
    assert.equal(graph.groups.length, 10 + 11);
    assert.equal(graph.groups.flatMap((group) => group.objects).length, 1000);
    assert.equal(graph.edges.length, 11);
  });
});
