import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NeedsKustomize } from '../../../src/kustomize/needs-kustomize.ts';
import { readKustomizationFile } from '../../../src/kustomize/read-kustomization-file.ts';
import { problemsOf, shown } from '../support/problems.ts';

describe('readKustomizationFile', () => {
  it('fills in what is missing or null', () => {
    const { resources, labels, images, patches, namespace } = readKustomizationFile(
      'resources: [a]\nlabels:\n- pairs: {a: null}\nimages: [{name: a}]\nnamespace:\n',
      'k',
    );
    assert.deepEqual(
      { resources, labels, images, patches, namespace },
      {
        resources: ['a'],
        labels: [
          { pairs: { a: '' }, includeSelectors: false, includeTemplates: false, fields: [] },
        ],
        images: [{ name: 'a', newName: '', newTag: '', digest: '', tagSuffix: '' }],
        patches: [],
        namespace: '',
      },
    );
  });

  const refused: [text: string, problems: string[]][] = [
    ['', ['k:1: is empty']],
    ['kind: Kustomization\nnamespace: ""\n', ['k:1: is empty']],
    ['- a\n', ['k:1: expected a kustomization']],
    ['resource: [a]\n', ['k:1 resource: unknown field']],
    ['resources:\n- a\nimages:\n- name: a\n  tag: b\n', ['k:5 images[0].tag: unknown field']],
    ['metadata: {name: a, uid: b}\n', ['k:1 metadata.uid: unknown field']],
    [
      'patches: [{path: a, options: {allow: true}}]\n',
      ['k:1 patches[0].options.allow: unknown field'],
    ],
  ];
  for (const [text, problems] of refused) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.deepEqual(problemsOf(() => readKustomizationFile(text, 'k')).map(shown), problems);
    });
  }

  const left: [text: string, features: string[]][] = [
    ['components: [a]\nnamePrefix: b\n', ['components', 'namePrefix']],
    ['components: {a: b}\n', ['components']],
    ['Resources: [a]\n', ['Resources']],
    ['images: [{Name: a}]\n', ['Name']],
    ['resources: [a]\n---\nresources: [b]\n', ['several documents in one kustomization']],
    ['---\n---\nresources: [b]\n', ['several documents in one kustomization']],
  ];
  for (const [text, features] of left) {
    it(`leaves ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => readKustomizationFile(text, 'k'),
        (error) => error instanceof NeedsKustomize && error.features.join() === features.join(),
      );
    });
  }

  for (const text of [
    '# a\n\n---\nresources: [a]\n',
    'resources: [a]\nvars: []\nopenapi: null\ncommonLabels: {Name: a, Resources: b}\n',
  ]) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(readKustomizationFile(text, 'k').resources, ['a']);
    });
  }
});
