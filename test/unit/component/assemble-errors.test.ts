import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble } from '../../../src/component/assemble.ts';
import type { LoadedSource } from '../../../src/component/loaded-source.ts';
import type { HandWritten } from '../../../src/component/read-component.ts';
import { byHand, component, config, source } from '../support/component.ts';
import { crd, deployment, object } from '../support/objects.ts';
import { problemsOf, shown } from '../support/problems.ts';

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
      "a placeholder in the source's list of images",
      [{ ...source('one', config('a')), relatedImages: [{ name: 'tool', image: '${TOOL}' }] }],
      [],
      'image-unresolved',
      /^relatedImages: tool: .*placeholder/,
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
    const patch = '\n    {target: {kind: Pod}, operations: [{op: remove, path: /x}]}';
    const each = component([], patch);
    const [problem] = problemsOf(() => assemble(each, [source('one', config('a'))], new Map()));
    assert.deepEqual(
      [problem?.code, problem?.at],
      ['patch-matches-nothing', { file: 'c.yaml', line: 10 }],
    );
  });

  it('every overlay that matches nothing, on its line', () => {
    const more = `  remove:
    - {target: {kind: ConfigMap}, because: x}
    - {target: {kind: ConfigMap, name: a}, because: x}
  images:
    m: r.io/m:2
    other: r.io/m:3
`;
    const patch = '{target: {kind: Pod}, merge: {spec: null}}';
    const each = component([], patch, more);
    const sources = [
      source('one', config('a'), deployment('ns/a', [{ name: 'm', image: 'r.io/m:1' }])),
    ];
    const problems = problemsOf(() => assemble(each, sources, new Map()));
    assert.deepEqual(
      problems.map(({ code, message, at }) => [code, message, at?.line]),
      [
        ['patch-matches-nothing', 'no object matches kind Pod', 9],
        ['removal-matches-nothing', 'no object of the sources matches kind ConfigMap, name a', 12],
        ['image-unknown', 'no image is called so', 15],
      ],
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
