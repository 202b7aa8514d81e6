import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import { problemsOf, shown } from '../support/problems.ts';

const manifest = (rest: string): string => `apiVersion: v1\nkind: ConfigMap\n${rest}\n`;

describe('readManifests', () => {
  it('knows the kind of what a typed list holds', () => {
    const text = 'apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: a}}]\n';
    assert.deepEqual(
      readManifests(text, 'a.yaml').map(({ object }) => object),
      [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }],
    );
  });

  it('reads documents and lists, each object with its line', () => {
    const text = `apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Pod, metadata: {name: a}}
  - apiVersion: v1
    kind: ConfigMapList
    items:
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
---
${manifest('metadata: {name: c, namespace: ns}')}`;
    assert.deepEqual(
      readManifests(text, 'a.yaml').map(({ object, file, line }) => [
        object.metadata.name,
        file,
        line,
      ]),
      [
        ['a', 'a.yaml', 4],
        ['b', 'a.yaml', 8],
        ['c', 'a.yaml', 10],
      ],
    );
  });

  it('finds the line of a field only where that is asked for', () => {
    const text = `---\n# empty\n---\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:
    name: a\n  spec:\n    containers:\n    - name: b\n      image: c\n`;
    const [pod] = readManifests(text, 'a.yaml', { fieldLines: true });
    assert.equal(pod?.line, 6);
    assert.equal(pod.lineOf?.(['spec', 'containers', 0, 'image']), 13);
    assert.equal(pod.lineOf([]), 6);
    assert.equal(readManifests(text, 'a.yaml')[0]?.lineOf, undefined);
  });

  for (const [what, text] of [
    ['an empty file', ''],
    ['an empty list', 'apiVersion: v1\nkind: List\nitems: []\n'],
    ['a list without items, as Go writes it', 'apiVersion: v1\nkind: List\nitems: null\n'],
    ['comments', '# nothing\n---\n# here\n'],
  ] as const) {
    it(`finds nothing in ${what}`, () => {
      assert.deepEqual(readManifests(text, 'a.yaml'), []);
    });
  }

  for (const rest of [
    'metadata: {name: "system:node", namespace: null}',
    'metadata: {name: a, namespace: "", labels: {a: b}, annotations: null}',
    'metadata: {name: A_b.c}',
  ]) {
    it(`takes ${rest}`, () => {
      assert.equal(readManifests(manifest(rest), 'a.yaml').length, 1);
    });
  }

  const wrong: [text: string, ...problems: string[]][] = [
    ['text', 'a.yaml:1: expected a Kubernetes object'],
    ['- a', 'a.yaml:1: expected a Kubernetes object'],
    ['kind: List\nitems: [5]', 'a.yaml:2 : expected a Kubernetes object'],
    [
      'a: 1',
      'a.yaml:1 apiVersion: expected a string such as apps/v1',
      'a.yaml:1 kind: expected a string such as ConfigMap',
      'a.yaml:1 metadata.name: expected a string',
    ],
    [
      'apiVersion: a/b/c\nkind: Pod\nmetadata: {name: a}',
      'a.yaml:1 apiVersion: expected a string such as apps/v1',
    ],
    [
      'apiVersion: ../v1\nkind: Pod\nmetadata: {name: a}',
      'a.yaml:1 apiVersion: expected a string such as apps/v1',
    ],
    [
      'apiVersion: v1\nkind: a/b\nmetadata: {name: a}',
      'a.yaml:2 kind: expected a string such as ConfigMap',
    ],
    [manifest('metadata: {}'), 'a.yaml:3 metadata.name: expected a string'],
    [manifest('metadata:\n  name: 5'), 'a.yaml:4 metadata.name: expected a string'],
    [manifest('metadata: {name: ..}'), 'a.yaml:3 metadata.name: ".." cannot be a name'],
    [manifest('metadata: {name: a/b}'), 'a.yaml:3 metadata.name: "a/b" cannot be a name'],
    [manifest('metadata: {name: "a%2f"}'), 'a.yaml:3 metadata.name: "a%2f" cannot be a name'],
    [
      manifest('metadata: {name: a, namespace: ../b}'),
      "a.yaml:3 metadata.namespace: expected a namespace's name",
    ],
    [
      manifest('metadata: {name: a, namespace: [b]}'),
      "a.yaml:3 metadata.namespace: expected a namespace's name",
    ],
    [
      manifest('metadata:\n  name: a\n  labels: {a: true}'),
      'a.yaml:5 metadata.labels: expected a map of strings',
    ],
    [
      manifest('metadata:\n  name: a\n  annotations: [a]'),
      'a.yaml:5 metadata.annotations: expected a map of strings',
    ],
  ];
  for (const [text, ...expected] of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const problems = problemsOf(() => readManifests(text, 'a.yaml'));
      const trimmed = problems.map(shown);
      assert.deepEqual(
        trimmed,
        expected.map((each) => each.replace(' : ', ': ')),
      );
      assert.ok(problems.every(({ code }) => code === 'manifest-invalid'));
    });
  }

  it('names the problems of every document', () => {
    const text = `${manifest('metadata: {}')}---\n${manifest('metadata: {name: a}')}---\nkind: Pod\n`;
    const lines = problemsOf(() => readManifests(text, 'a.yaml')).map(({ at }) => at?.line);
    assert.deepEqual(lines, [3, 9, 9]);
  });
});
