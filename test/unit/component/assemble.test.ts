import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemble } from '../../../src/component/assemble.ts';
import { imageSites } from '../../../src/images/image-sites.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { byHand, component, config, source } from '../support/component.ts';
import { crd, deployment, object } from '../support/objects.ts';

const shownObjects = (objects: readonly KubernetesObject[]): string[] =>
  objects.map((each) => displayObject(objectId(each)));

describe('assemble', () => {
  it('sorts the objects of all sources, each once', () => {
    const sources = [
      source('one', deployment('ns/b', [{ name: 'm', image: 'r.io/m:1' }]), config('b')),
      source('two', config('a'), object('v1 Namespace ns'), config('b')),
    ];
    const { objects, relatedImages, replaced } = assemble(component([]), sources, new Map());
    assert.deepEqual(shownObjects(objects), [
      'ConfigMap ns/a',
      'ConfigMap ns/b',
      'Namespace ns',
      'Deployment ns/b',
    ]);
    assert.deepEqual(relatedImages, []);
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
    const { objects } = assemble(component(hand, patch), sources, new Map([['m', 'r.io/n:2']]));
    assert.equal(objects[2]?.apiVersion, 'example.com/v3');
    assert.equal(imageSites(objects)[0]?.ref, 'r.io/n:2');
    assert.equal((objects[1]?.spec as Record<string, unknown>)?.x, 'r.io/n:2');
  });

  it('leaves out what is removed, conflicts with it, and says so', () => {
    const sources = [
      source('one', config('a'), config('b'), crd()),
      source('two', config('a', { other: 'content' })),
    ];
    const more = `  remove:
    - {target: {kind: ConfigMap, name: a}, because: nobody reads it}
`;
    const assembled = assemble(component([], '', more), sources, new Map());
    assert.deepEqual(shownObjects(assembled.objects), [
      'ConfigMap ns/b',
      'CustomResourceDefinition lamps.example.com',
    ]);
    assert.deepEqual(
      assembled.removed.map(({ object: id, because }) => [displayObject(id), because]),
      [['ConfigMap ns/a', 'nobody reads it']],
    );
  });

  it('keeps what is written by hand of what is removed', () => {
    const hand = byHand([], config('a', { from: 'hand' }));
    const more = '  remove: [{target: {kind: ConfigMap}, because: not ours}]\n';
    const { objects, replaced } = assemble(
      component(hand, '', more),
      [source('one', config('a'))],
      new Map(),
    );
    assert.deepEqual([objects, replaced], [hand.map((each) => each.object), []]);
  });

  it('takes the images of the component, and those of the command line before them', () => {
    const sources = [
      source(
        'one',
        deployment('ns/a', [
          { name: 'm', image: 'r.io/m:1' },
          { name: 'o', image: 'r.io/o:1' },
        ]),
      ),
    ];
    const each = component([], '', '  images: {m: r.io/own:1, o: r.io/own:2}\n');
    const { objects, overrides } = assemble(each, sources, new Map([['m', 'r.io/given:1']]));
    assert.deepEqual(
      imageSites(objects).map(({ key, ref }) => [key, ref]),
      [
        ['m', 'r.io/given:1'],
        ['o', 'r.io/own:2'],
      ],
    );
    assert.deepEqual(
      [...overrides],
      [
        ['m', 'r.io/given:1'],
        ['o', 'r.io/own:2'],
      ],
    );
  });

  it('takes a kind of unknown scope with or without a namespace', () => {
    const sources = [source('one', object('x.io/v1 Thing ns/a'), object('x.io/v1 Thing a'))];
    assert.equal(assemble(component([]), sources, new Map()).objects.length, 2);
  });

  it('keeps the lists of images of all sources, as overridden', () => {
    const one = { ...source('one'), relatedImages: [{ name: 'tool', image: '${TOOL}' }] };
    const two = { ...source('two'), relatedImages: [{ name: 'other', image: 'r.io/o:1' }] };
    const images = new Map([['tool', 'r.io/tool:2']]);
    assert.deepEqual(assemble(component([]), [one, two], images).relatedImages, [
      { name: 'tool', image: 'r.io/tool:2' },
      { name: 'other', image: 'r.io/o:1' },
    ]);
  });
});
