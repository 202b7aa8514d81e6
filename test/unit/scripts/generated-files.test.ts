import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { generatedFiles } from '../../../scripts/lib/generated-files.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { COMPONENT } from '../support/component.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const valid = (schemaFile: string, text: string): boolean => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return ajv.compile(JSON.parse(read(schemaFile)) as object)(parseYaml(text, 'f')[0]?.value);
};

describe('what is made from the schema of component.yaml', () => {
  for (const [file, text] of generatedFiles(read('docs/components.md'))) {
    it(`is current in ${file} (else: npm run schema)`, () => {
      assert.equal(read(file), text);
    });
  }

  it('takes every component of the project, and what components share', () => {
    const components = globSync(
      ['manifests.d/*/component.yaml', 'examples/*/component/component.yaml'],
      {
        cwd: ROOT,
      },
    );
    assert.ok(components.length >= 2);
    for (const file of components) assert.ok(valid('docs/component.schema.json', read(file)), file);
    const shared = globSync('manifests.d/*.source.yaml', { cwd: ROOT });
    assert.ok(shared.length > 0);
    for (const file of shared) assert.ok(valid('docs/shared-source.schema.json', read(file)), file);
  });

  const target = '{kind: Pod}';
  const cases: [what: string, more: string, isValid: boolean][] = [
    ['nothing else', '', true],
    ['a field that is not known', '  sauces: []\n', false],
    ['a merge', `  patches: [{target: ${target}, merge: {spec: {a: 1}}}]\n`, true],
    [
      'operations',
      `  patches: [{target: ${target}, operations: [{op: remove, path: /a}]}]\n`,
      true,
    ],
    ['a patch that is neither', `  patches: [{target: ${target}}]\n`, false],
    ['a target of nothing', '  patches: [{target: {}, merge: {a: 1}}]\n', false],
    ['a merge that is a text', `  patches: [{target: ${target}, merge: a}]\n`, false],
    ['a merge of nothing', `  patches: [{target: ${target}, merge: {}}]\n`, false],
    [
      'a move to one place',
      `  patches: [{target: ${target}, operations: [{op: move, from: /a/0, path: /b/*c}]}]\n`,
      true,
    ],
    [
      'a move of many',
      `  patches: [{target: ${target}, operations: [{op: move, from: '/a/*', path: /b}]}]\n`,
      false,
    ],
    ['an image', `  images: {a: 'r.example.com:5000/a/b:1'}\n`, true],
    ['an image that is none', `  images: {a: A/B c}\n`, false],
    ['a removal', `  remove: [{target: ${target}, because: x}]\n`, true],
    ['a removal without a reason', `  remove: [{target: ${target}}]\n`, false],
  ];
  for (const [what, more, isValid] of cases) {
    it(`${isValid ? 'takes' : 'refuses'} ${what}`, () => {
      assert.equal(valid('docs/component.schema.json', COMPONENT + more), isValid);
    });
  }

  const sources: [source: string, isValid: boolean][] = [
    ['{name: a, kind: HelmChart, ref: b, values: {c: [1]}, apiVersions: [a.io/v1]}', true],
    ['{name: a, kind: HelmChart, ref: b, values: 1}', false],
    ['{name: a, kind: HelmChart, ref: b, channel: standard}', false],
    ['{name: a, kind: Kustomization, ref: b, path: ../c}', false],
    ['{name: a, kind: Shared, file: ../a.source.yaml}', true],
    ['{name: a, kind: Shared, file: ../../a.source.yaml}', false],
    ['{name: a, kind: Chart, ref: b}', false],
  ];
  for (const [source, isValid] of sources) {
    it(`${isValid ? 'takes' : 'refuses'} the source ${source}`, () => {
      const text = COMPONENT.replace(/sources: .*/, `sources: [${source}]`);
      assert.equal(valid('docs/component.schema.json', text), isValid);
    });
  }
});
