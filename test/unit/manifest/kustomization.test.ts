import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatKustomization, readKustomization } from '../../../src/manifest/kustomization.ts';
import { problemsOf } from '../support/problems.ts';

describe('readKustomization', () => {
  const cases: [text: string, resources: string[], otherFields: string[]][] = [
    ['', [], []],
    ['resources:\n- a\n- b/\n', ['a', 'b/'], []],
    ['resources:\n', [], []],
    ['apiVersion: x\nkind: Kustomization\nmetadata: {name: a}\n', [], []],
    ['namespace: a\nresources: [b]\nimages: []\n', ['b'], ['namespace', 'images']],
  ];
  for (const [text, resources, otherFields] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readKustomization(text, 'k'), { resources, otherFields });
    });
  }

  for (const [text, line] of [
    ['- a\n', 1],
    ['kind: Kustomization\nresources: a\n', 2],
    ['kind: Kustomization\nresources:\n- {a: b}\n', 3],
    ['resources: [1]\n', 1],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const [problem] = problemsOf(() => readKustomization(text, 'k'));
      assert.deepEqual([problem?.code, problem?.at?.line], ['kustomization-invalid', line]);
    });
  }

  it('reads what formatKustomization writes', () => {
    const resources = ['a.yaml', 'yes', '1', 'with space'];
    const read = readKustomization(formatKustomization(resources), 'k');
    assert.deepEqual(read, { resources, otherFields: [] });
  });
});
