import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble } from '../../../src/component/assemble.ts';
import type { LoadedSource } from '../../../src/component/load-sources.ts';
import { parseComponent } from '../../../src/component/read-component.ts';
import type { Component, HandWritten } from '../../../src/component/read-component.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, deployment, from, object } from '../support/objects.ts';
import { problemsOf, shown } from '../support/problems.ts';

const TEXT = `apiVersion: optional.microshift.io/v1alpha1
kind: Component
metadata: {name: lamp}
spec:
  package: microshift-lamp
  directory: 010-microshift-lamp
  summary: Lamps
  sources: [{name: a, kind: Manifests, ref: b}]
`;

function component(manifests: HandWritten[], patches = ''): Component {
  const { metadata, spec, lineOf } = parseComponent(`${TEXT}  patches: [${patches}]\n`, 'c.yaml');
  return { file: 'c.yaml', lineOf, name: metadata.name, spec, manifests };
}
const source = (name: string, ...objects: KubernetesObject[]): LoadedSource => ({
  name,
  kind: 'Manifests',
  digest: '',
  version: undefined,
  objects,
  dropped: [],
  relatedImages: [],
});
const byHand = (follow: string[], ...objects: KubernetesObject[]): HandWritten[] =>
  from('hand.yaml', ...objects).map((each) => ({ ...each, follow }));
const shownObjects = (objects: readonly KubernetesObject[]): string[] =>
  objects.map((each) => displayObject(objectId(each)));
const config = (name: string, data = {}) => object(`v1 ConfigMap ns/${name}`, { data });

describe('assemble', () => {
  it('sorts the objects of all sources, each once', () => {
    const sources = [
      source('one', deployment('ns/b', [{ name: 'm', image: 'r.io/m:1' }]), config('b')),
      source('two', config('a'), object('v1 Namespace ns'), config('b')),
    ];
    const { objects, images, replaced } = assemble(component([]), sources, new Map());
    assert.deepEqual(shownObjects(objects), [
      'ConfigMap ns/a',
      'ConfigMap ns/b',
      'Namespace ns',
      'Deployment ns/b',
    ]);
    assert.deepEqual(images, { m: 'r.io/m:1' });
    assert.deepEqual(replaced, []);
  });

  it('lets a hand-written manifest stand in for the object of a source', () => {
    const sources = [source('one', config('a', { from: 'source' }))];
    const hand = byHand([], config('a', { from: 'hand' }));
    const { objects, replaced } = assemble(component(hand), sources, new Map());
    assert.deepEqual(objects, [config('a', { from: 'hand' })]);
    assert.deepEqual(replaced.map(displayObject), ['ConfigMap ns/a']);
  });

  it('lets hand-written manifests follow their CRDs, then patches, then puts in images', () => {
    const versions = [{ name: 'v3', storage: true }];
    const sources = [
      source(
        'one',
        crd('Lamp', { versions }),
        deployment('ns/a', [{ name: 'm', image: 'r.io/m:1' }]),
      ),
    ];
    const hand = byHand(['apiVersion'], object('example.com/v1 Lamp ns/main'));
    const patch =
      '{target: {kind: Deployment}, operations: [{op: add, path: /spec/x, value: "r.io/m:1"}]}';
    const { objects, images } = assemble(
      component(hand, patch),
      sources,
      new Map([['m', 'r.io/n:2']]),
    );
    assert.equal(objects[2]?.apiVersion, 'example.com/v3');
    assert.deepEqual(images, { m: 'r.io/n:2' });
    assert.equal((objects[1]?.spec as Record<string, unknown>)?.x, 'r.io/n:2');
  });

  it('takes a kind of unknown scope with or without a namespace', () => {
    const sources = [source('one', object('x.io/v1 Thing ns/a'), object('x.io/v1 Thing a'))];
    assert.equal(assemble(component([]), sources, new Map()).objects.length, 2);
  });
});

describe('assemble refuses', () => {
  const cases: [
    what: string,
    sources: LoadedSource[],
    hand: HandWritten[],
    code: string,
    expected: RegExp,
  ][] = [
    [
      'an object that two sources hold differently',
      [source('one', config('a')), source('two', config('a', { x: 'y' }))],
      [],
      'object-conflict',
      /the sources one and two hold it with different content/,
    ],
    [
      'an object that a source holds twice',
      [source('one', config('a'), config('a', { x: 'y' }))],
      [],
      'object-conflict',
      /stands twice in the source one/,
    ],
    [
      'an object that is written twice by hand',
      [],
      byHand([], config('a'), config('a')),
      'object-twice',
      /^hand\.yaml:2: stands in two hand-written manifests/,
    ],
    [
      'a namespaced object without namespace',
      [source('one', object('v1 ConfigMap a'))],
      [],
      'object-namespace',
      /^metadata\.namespace: has no namespace/,
    ],
    [
      'a cluster-scoped object with one',
      [source('one', object('v1 Namespace ns/a'))],
      [],
      'object-namespace',
      /has a namespace, but its kind is cluster-scoped/,
    ],
    [
      'a custom resource without namespace',
      [source('one', crd())],
      byHand([], object('example.com/v1 Lamp a')),
      'object-namespace',
      /has no namespace/,
    ],
    [
      'a placeholder for an image',
      [source('one', deployment('ns/a', [{ name: 'm', image: '${M}' }]))],
      [],
      'image-unresolved',
      /placeholder/,
    ],
    [
      'a version that the CRD does not serve',
      [source('one', crd())],
      byHand([], object('example.com/v9 Lamp ns/a')),
      'follow-impossible',
      /^hand\.yaml:1 apiVersion: .* serves v1, not v9/,
    ],
  ];
  for (const [what, sources, hand, code, expected] of cases) {
    it(what, () => {
      const problems = problemsOf(() => assemble(component(hand), sources, new Map()));
      assert.deepEqual(
        problems.map((problem) => problem.code),
        [code],
      );
      assert.match(shown(problems[0]!), expected);
    });
  }

  it('a patch that finds nothing, on its line', () => {
    const patch = '\n  - target: {kind: Pod}\n    operations: [{op: remove, path: /x}]\n';
    const text = component([], '').spec.patches;
    assert.deepEqual(text, []);
    const { spec, lineOf } = parseComponent(`${TEXT}  patches:${patch}`, 'c.yaml');
    const each: Component = { file: 'c.yaml', lineOf, name: 'lamp', spec, manifests: [] };
    const [problem] = problemsOf(() => assemble(each, [source('one', config('a'))], new Map()));
    assert.deepEqual(
      [problem?.code, problem?.at],
      ['patch-matches-nothing', { file: 'c.yaml', line: 10 }],
    );
  });

  it('everything that is wrong at once', () => {
    const sources = [
      source('one', object('v1 ConfigMap a'), deployment('ns/a', [{ name: 'm', image: '' }])),
    ];
    const problems = problemsOf(() =>
      assemble(component([]), sources, new Map([['x', 'r.io/x:1']])),
    );
    assert.deepEqual(problems.map(({ code }) => code).toSorted(), [
      'image-invalid',
      'image-unknown',
      'object-namespace',
    ]);
  });

  it('nothing that a hand-written manifest settles', () => {
    const sources = [source('one', config('a')), source('two', config('a', { x: 'y' }))];
    const hand = byHand([], config('a', { z: '1' }));
    const { objects } = assemble(component(hand), sources, new Map());
    assert.deepEqual(objects, [config('a', { z: '1' })]);
  });

  for (const path of ['/metadata/name', '/kind', '/metadata']) {
    it(`a patch that removes ${path}`, () => {
      const patch = `{target: {kind: ConfigMap}, operations: [{op: remove, path: ${path}}]}`;
      const [problem] = problemsOf(() =>
        assemble(component([], patch), [source('one', config('a'))], new Map()),
      );
      assert.equal(problem?.code, 'patch-identity');
    });
  }

  it('a patch that makes two objects one', () => {
    const patch =
      '{target: {kind: ConfigMap}, operations: [{op: replace, path: /metadata/name, value: same}]}';
    const sources = [source('one', config('a'), config('b'))];
    const [problem] = problemsOf(() => assemble(component([], patch), sources, new Map()));
    assert.equal(problem?.code, 'patch-identity');
  });
});
