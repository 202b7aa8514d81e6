import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readRequirements } from '../../../src/bundle/read-requirements.ts';
import { problemsOf, shown } from '../support/problems.ts';
import { sourceOf } from '../support/source.ts';
import type { Files } from '../support/temporary-directory.ts';

const read = (files: Files) => readRequirements(sourceOf(files, 'b'), 'metadata');
const DEPENDENCIES = `dependencies:
- type: olm.package
  value: {packageName: wick, version: 1.0.0}
- type: olm.gvk
  value: {group: lamp.example.com, version: v1, kind: Lamp}
`;
const PROPERTIES = `properties:
- {type: olm.package, value: {packageName: lamp, version: 1.0.0}}
- {type: olm.maxOpenShiftVersion, value: "4.17"}
`;

describe('readRequirements', () => {
  it('reads dependencies and properties, each with its place', () => {
    const found = read({
      'metadata/dependencies.yaml': DEPENDENCIES,
      'metadata/properties.yaml': PROPERTIES,
    });
    assert.deepEqual(
      found.map(({ subject, at }) => [subject, at]),
      [
        ['wick', { file: 'b/metadata/dependencies.yaml', line: 2, field: 'dependencies[0]' }],
        [
          'Lamp.v1.lamp.example.com',
          { file: 'b/metadata/dependencies.yaml', line: 4, field: 'dependencies[1]' },
        ],
        ['openshift-4.17', { file: 'b/metadata/properties.yaml', line: 3, field: 'properties[1]' }],
      ],
    );
  });

  it('reads them from files of any name, but nowhere else', () => {
    const found = read({
      'metadata/needs.json': '{"dependencies": [{"type": "olm.label", "value": {"label": "a"}}]}',
      'metadata/deep/dependencies.yaml': DEPENDENCIES,
      'manifests/dependencies.yaml': DEPENDENCIES,
    });
    assert.deepEqual(
      found.map(({ subject }) => subject),
      ['a'],
    );
  });

  for (const text of ['', 'dependencies: null\n', 'dependencies: []\n', '[5]\n', 'other: 1\n']) {
    it(`finds none in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(read({ 'metadata/dependencies.yaml': text }), []);
    });
  }

  const wrong: [text: string, ...problems: string[]][] = [
    ['dependencies: 5', 'b/metadata/dependencies.yaml:1 dependencies: '],
    [
      'dependencies:\n- {type: olm.gvk}\n- {value: 1}\n- text\n',
      'b/metadata/dependencies.yaml:2 dependencies[0].value: ',
      'b/metadata/dependencies.yaml:3 dependencies[1].type: ',
      'b/metadata/dependencies.yaml:4 dependencies[2]: ',
    ],
    ['properties: [{type: "", value: 1}]', 'b/metadata/dependencies.yaml:1 properties[0].type: '],
    ['dependencies: [', 'b/metadata/dependencies.yaml:'],
  ];
  for (const [text, ...expected] of wrong) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const problems = problemsOf(() => read({ 'metadata/dependencies.yaml': text }));
      assert.equal(problems.length, expected.length);
      for (const [index, problem] of problems.entries()) {
        assert.ok(shown(problem).startsWith(expected[index] ?? '-'), shown(problem));
      }
    });
  }
});
