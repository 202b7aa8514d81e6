import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NeedsKustomize } from '../../../src/kustomize/needs-kustomize.ts';
import { readPatch } from '../../../src/kustomize/read-patch.ts';
import { problemsOf } from '../support/problems.ts';

const target = {
  group: '',
  version: '',
  kind: '',
  name: 'a',
  namespace: '',
  labelSelector: '',
  annotationSelector: '',
};
const read = (text: string, isTargeted = true) =>
  readPatch({
    text,
    shown: 'p.yaml',
    file: 'k.yaml',
    field: 'patches[0]',
    target: isTargeted ? target : undefined,
  });
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('readPatch', () => {
  it('reads JSON patches as kubectl reads YAML', () => {
    const patch = read('- {op: add, path: /a, value: yes}');
    assert.deepEqual(patch, {
      type: 'json',
      operations: [{ op: 'add', path: '/a', value: true }],
      target,
    });
  });

  it('reads merge patches as kustomize reads YAML', () => {
    const patch = read(`${MAP}data: {a: yes}\n---\n${MAP}`, false);
    assert.equal(patch.type, 'merge');
    assert.deepEqual(patch.type === 'merge' && patch.documents.map(({ data }) => data), [
      { a: 'yes' },
      undefined,
    ]);
  });

  for (const [text, isTargeted, message] of [
    ['- {op: remove, path: /a}', false, /without a target/],
    ['[{op: remove, path: /a}]', true, /begins like JSON/],
    ['text', true, /neither/],
    ['kind: ConfigMap\n', true, /neither/],
    ['metadata: {name: a}\n', true, /neither/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const [problem] = problemsOf(() => read(text, isTargeted));
      assert.match(problem?.message ?? '', message);
      assert.deepEqual([problem?.at?.file, problem?.at?.field], ['k.yaml', 'patches[0]']);
    });
  }

  for (const text of [
    '# nothing\n',
    '- {op: remove, path: /a}\n---\n- {op: remove, path: /b}\n',
    MAP.replace('ConfigMap', 'ConfigMapList'),
    MAP.replace('name: a', 'name: a, namespace: null'),
    `# {"type": "string"}\n${MAP}`,
    `${MAP}data: {a: 2020-01-01}\n`,
  ]) {
    it(`leaves ${JSON.stringify(text)}`, () => assert.throws(() => read(text), NeedsKustomize));
  }

  it('tells where YAML is broken', () => {
    const [problem] = problemsOf(() => read('a: [\n'));
    assert.deepEqual([problem?.code, problem?.at?.file], ['yaml-invalid', 'p.yaml']);
  });
});
