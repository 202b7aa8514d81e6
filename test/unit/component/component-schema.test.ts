import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseComponent } from '../../../src/component/read-component.ts';
import { formatYaml, parseYaml } from '../../../src/manifest/yaml.ts';
import { isJsonObject } from '../../../src/manifest/json.ts';
import { problemsOf, shown } from '../support/problems.ts';

const MINIMAL = `apiVersion: optional.microshift.io/v1alpha1
kind: Component
metadata:
  name: lamp
spec:
  package: microshift-lamp
  directory: 010-microshift-lamp
  namespace: lamp
  summary: Lamps for MicroShift
  sources:
    - name: operator
      kind: RegistryV1Bundle
      ref: docker://registry.example.com/bundle:1
  manifests:
    - file: lamp.yaml
      follow: [apiVersion]
  patches:
    - target: {kind: Deployment}
      operations:
        - {op: remove, path: /spec/replicas}
  health:
    conditions:
      - {kind: Lamp, name: main, type: Ready}
`;

/** The minimal component with the value at `path` exchanged, or removed where it is undefined. */
function changed(path: (string | number)[], value: unknown): string {
  const root = parseYaml(MINIMAL, 'c')[0]?.value;
  const parent = path.slice(0, -1).reduce<unknown>((place, step) => {
    assert.ok(isJsonObject(place) || Array.isArray(place));
    return (place as Record<string | number, unknown>)[step];
  }, root) as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return formatYaml(root);
}

describe('component.yaml', () => {
  it('is read with its defaults', () => {
    const { spec, metadata } = parseComponent(MINIMAL, 'c');
    assert.equal(metadata.name, 'lamp');
    assert.deepEqual(spec.health, {
      workloads: [],
      conditions: [{ group: '', kind: 'Lamp', namespace: '', name: 'main', type: 'Ready' }],
    });
    const bare = parseComponent(changed(['spec', 'manifests'], undefined), 'c').spec;
    assert.deepEqual(bare.manifests, []);
  });

  it('may be without what is optional', () => {
    for (const field of ['namespace', 'manifests', 'patches', 'health']) {
      assert.doesNotThrow(() => parseComponent(changed(['spec', field], undefined), 'c'), field);
    }
  });

  /** [path, wrong value, part of the message] */
  const wrong: [path: (string | number)[], value: unknown, message: RegExp][] = [
    [['apiVersion'], 'v1', /optional\.microshift\.io\/v1alpha1/],
    [['apiVersion'], undefined, /optional\.microshift\.io\/v1alpha1/],
    [['kind'], 'Lamp', /Component/],
    [['metadata'], undefined, /object/],
    [['metadata', 'name'], 'Lamp', /DNS label/],
    [['metadata', 'name'], 5, /string/],
    [['metadata', 'labels'], {}, /unknown field/],
    [['spec'], 'text', /object/],
    [['spec', 'package'], undefined, /string/],
    [['spec', 'directory'], 'a/b', /DNS label/],
    [['spec', 'directory'], 'x'.repeat(64), /DNS label/],
    [['spec', 'namespace'], 'a.b', /DNS label/],
    [['spec', 'summary'], undefined, /string/],
    [['spec', 'summary'], 'x'.repeat(80), /79 characters/],
    [['spec', 'extra'], 1, /unknown field/],
    [['spec', 'sources'], [], />=1|at least|small/i],
    [['spec', 'sources'], {}, /array/],
    [['spec', 'sources', 0, 'kind'], 'Chart', /Invalid|expected/i],
    [['spec', 'sources', 0, 'name'], '', /DNS label/],
    [['spec', 'sources', 0, 'ref'], '', />=1|small/i],
    [['spec', 'sources', 0, 'ref'], undefined, /string/],
    [['spec', 'sources', 0, 'channel'], 'standard', /unknown field/],
    [['spec', 'manifests', 0], '../a.yaml', /./],
    [['spec', 'manifests', 0], 'a.txt', /./],
    [['spec', 'manifests', 0, 'follow'], [], /./],
    [['spec', 'manifests', 0, 'follow'], ['spec..x'], /./],
    [['spec', 'patches', 0, 'target'], {}, /at least one/],
    [['spec', 'patches', 0, 'target', 'label'], 'a', /unknown field/],
    [['spec', 'patches', 0, 'operations'], [], />=1|small/i],
    [['spec', 'patches', 0, 'operations', 0, 'op'], 'move', /./],
    [['spec', 'patches', 0, 'operations', 0, 'path'], 'spec', /JSON pointer/],
    [['spec', 'patches', 0, 'operations', 0], { op: 'add', path: '/a' }, /expected a value/],
    [['spec', 'health', 'conditions', 0, 'type'], undefined, /string/],
    [['spec', 'health', 'extra'], [], /unknown field/],
    [['spec', 'health', 'workloads'], [{ kind: 'Deployment' }], /string/],
  ];
  for (const [path, value, message] of wrong) {
    it(`may not have ${path.join('.')} ${JSON.stringify(value) ?? 'left out'}`, () => {
      const problems = problemsOf(() => parseComponent(changed(path, value), 'c.yaml'));
      assert.equal(problems.length, 1, problems.map(shown).join('\n'));
      const [problem] = problems;
      assert.equal(problem?.code, 'component-invalid');
      assert.match(problem.message, message);
      assert.equal(problem.at?.file, 'c.yaml');
      assert.ok((problem.at?.line ?? 0) >= 1);
      const field = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`));
      assert.ok(problem.at?.field?.startsWith(field.slice(0, 3).join('').slice(1)), shown(problem));
    });
  }
});

describe('the names in component.yaml', () => {
  const places: (string | number)[][] = [
    ['metadata', 'name'],
    ['spec', 'package'],
    ['spec', 'directory'],
    ['spec', 'namespace'],
    ['spec', 'summary'],
    ['spec', 'sources', 0, 'name'],
    ['spec', 'manifests', 0],
    ['spec', 'manifests', 0, 'file'],
  ];
  const hostile = [
    ['a\nb', 'a\n', '\na', 'a"b', "a'b", '%{x}', '%(x)', '$(x)', '${x}', '`x`', 'a;b', 'a|b'],
    ['a\\b', 'a\tb', 'a\0b', 'a\rb', '\u2028', 'ä', '%name', '$x', '-rf!', '#', '*', '~', '&&'],
  ].flat();
  const paths = [
    ['..', '../a', './a', '/a', 'a/../b', 'a/b', '.'],
    ['.hidden', '-a', 'a b', ' a', 'A B'],
  ].flat();
  for (const place of places) {
    const isSummary = place.includes('summary');
    for (const name of isSummary ? hostile : [...hostile, ...paths]) {
      it(`refuse ${JSON.stringify(name)} as ${place.join('.')}`, () => {
        const names = place.includes('manifests') ? [name, `${name}.yaml`] : [name];
        for (const each of names) {
          const [problem] = problemsOf(() => parseComponent(changed(place, each), 'c.yaml'));
          assert.equal(problem?.code, 'component-invalid');
        }
      });
    }
  }
});

describe('the problems of a component.yaml', () => {
  it('are all shown, each with its own line', () => {
    const text = MINIMAL.replace('name: lamp', 'name: Lamp')
      .replace('kind: RegistryV1Bundle', 'kind: Chart')
      .replace('/spec/replicas', 'replicas')
      .replace('summary:', 'sumary:');
    const problems = problemsOf(() => parseComponent(text, 'c.yaml'));
    assert.deepEqual(
      problems.map(({ at }) => [at?.line, at?.field]),
      [
        [4, 'metadata.name'],
        [6, 'spec.summary'],
        [9, 'spec.sumary'],
        [12, 'spec.sources[0].kind'],
        [20, 'spec.patches[0].operations[0].path'],
      ],
    );
  });

  it('name two sources of one name', () => {
    const source = { name: 'a', kind: 'Manifests', ref: 'b' };
    const text = changed(['spec', 'sources'], [source, source]);
    assert.match(
      shown(problemsOf(() => parseComponent(text, 'c'))[0]!),
      /spec\.sources: two sources/,
    );
  });

  for (const [what, text, line] of [
    ['an empty file', '', 1],
    ['a file of comments', '# nothing\n', 1],
    ['two documents', `${MINIMAL}---\na: 1\n`, 25],
    ['a list', '- a\n', 1],
  ] as const) {
    it(`say that ${what} is no component`, () => {
      const problems = problemsOf(() => parseComponent(text, 'c.yaml'));
      assert.deepEqual(
        problems.map(({ code, at }) => [code, at?.line]),
        [['component-invalid', line]],
      );
    });
  }
});
