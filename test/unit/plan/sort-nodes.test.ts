import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { manifestOf } from '../../../src/manifest/manifest.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { PlanNode } from '../../../src/plan/plan.ts';
import { sortNodes } from '../../../src/plan/sort-nodes.ts';
import { object } from '../support/objects.ts';
import { problemsOf } from '../support/problems.ts';

function node(
  name: string | number,
  after: readonly (string | number)[] = [],
  kind = 'v1 ConfigMap',
): PlanNode {
  const each = object(`${kind} ${name}`);
  return {
    key: String(name),
    id: objectId(each),
    manifest: manifestOf(each),
    tree: 'one',
    trees: ['one'],
    forms: new Map(),
    file: 'one.yaml',
    line: 1,
    kind: undefined,
    dependencies: after.map((from) => ({ from: String(from), gate: 'written', reason: '' })),
  };
}
const order = (...nodes: PlanNode[]): string[] => sortNodes(nodes).map(({ key }) => key);

describe('sortNodes', () => {
  it('keeps the order that it is given where nothing speaks against it', () => {
    assert.deepEqual(order(node('c'), node('a'), node('b')), ['c', 'a', 'b']);
  });

  it('puts namespaces first, then CRDs', () => {
    const definition = 'apiextensions.k8s.io/v1 CustomResourceDefinition';
    assert.deepEqual(
      order(node('a'), node('crd', [], definition), node('ns', [], 'v1 Namespace'), node('b')),
      ['ns', 'crd', 'a', 'b'],
    );
  });

  it('puts what is waited for before, even before a namespace', () => {
    assert.deepEqual(order(node('a', ['b']), node('b'), node('ns', ['a'], 'v1 Namespace')), [
      'b',
      'a',
      'ns',
    ]);
  });

  it('does not mind what is not in the set', () => {
    assert.deepEqual(order(node('a', ['elsewhere'])), ['a']);
  });

  it('sorts any graph without cycles, each node once', () => {
    const graph = fc
      .nat(30)
      .chain((size) =>
        fc.tuple(
          ...Array.from({ length: size }, (_, index) =>
            fc.uniqueArray(fc.nat(index), { maxLength: 4 }),
          ),
        ),
      )
      // Every node depends on earlier ones only; then they are mixed.
      .map((edges) =>
        edges.map((after, index) =>
          node(
            index,
            after.filter((each) => each < index),
          ),
        ),
      )
      .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));
    fc.assert(
      fc.property(graph, (nodes) => {
        const keys = order(...nodes);
        assert.deepEqual(new Set(keys), new Set(nodes.map(({ key }) => key)));
        assert.equal(keys.length, nodes.length);
        const position = new Map(keys.map((key, index) => [key, index]));
        for (const { key, dependencies } of nodes) {
          for (const { from } of dependencies) {
            assert.ok(
              (position.get(from) ?? 0) < (position.get(key) ?? 0),
              `${from} before ${key}`,
            );
          }
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('finds a cycle in any graph that has one', () => {
    const cycle = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(8));
    fc.assert(
      fc.property(cycle, ([length, tail]) => {
        const ring = Array.from({ length }, (_, index) => node(index, [(index + 1) % length]));
        const path = Array.from({ length: tail }, (_, index) =>
          node(100 + index, [index === 0 ? 0 : 99 + index]),
        );
        const [problem] = problemsOf(() => sortNodes([...path, ...ring].toReversed()));
        assert.equal(problem?.code, 'plan-cycle');
        assert.equal(problem.message.split('→').length, length + 1);
      }),
      { seed: 2 },
    );
  });

  it('sorts a chain of thousands', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => node(index, [index + 1]));
    assert.equal(order(...chain)[0], '4999');
  });
});
