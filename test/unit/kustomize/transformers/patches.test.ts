import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../../src/kustomize/field-spec.ts';
import { PatchFails } from '../../../../src/kustomize/json-patch.ts';
import {
  NoTarget,
  makeJsonPatch,
  mergePatches,
} from '../../../../src/kustomize/transformers/patches.ts';
import type { Json, JsonObject } from '../../../../src/manifest/json.ts';
import { object } from '../../support/objects.ts';
import { resources } from '../support/resources.ts';

const target = {
  group: '',
  version: '',
  kind: 'ConfigMap',
  name: '',
  namespace: '',
  labelSelector: '',
  annotationSelector: '',
};
const ANNOTATE = { op: 'add', path: '/metadata/annotations/a', value: 'b' };
const map = (rest = {}) => resources(object('v1 ConfigMap a', rest));
const patched = (operations: Json[], remembers = true, all = map()) => {
  makeJsonPatch(all, { type: 'json', operations, target }, remembers);
  return all[0];
};

describe('makeJsonPatch', () => {
  it('finds annotations in what it remembers a name of', () => {
    const resource = patched([ANNOTATE]);
    assert.deepEqual(resource?.object.metadata.annotations, { a: 'b' });
    assert.equal(resource.previous.length, 1);
  });

  it('finds none in others', () => {
    assert.throws(() => patched([ANNOTATE], false), PatchFails);
  });

  const left: [what: string, operations: Json[], rest?: object][] = [
    ['another name', [{ op: 'add', path: '/metadata/name', value: 'b' }]],
    ['another kind', [{ op: 'add', path: '/kind', value: 'Secret' }]],
    ['no metadata', [{ op: 'remove', path: '/metadata' }]],
    ['a number for a label', [{ op: 'add', path: '/metadata/labels', value: { a: 1 } }]],
    ['what holds large numbers', [ANNOTATE], { data: { a: [2n ** 60n] } }],
  ];
  for (const [what, operations, rest] of left) {
    it(`leaves ${what}`, () => {
      assert.throws(() => patched(operations, true, map(rest)), UnexpectedShape);
    });
  }
});

describe('mergePatches', () => {
  const merge = (documents: JsonObject[], isTargeted: boolean, all = map()) => {
    mergePatches(all, { type: 'merge', documents, target: isTargeted ? target : undefined });
    return all[0]?.object;
  };
  const document = (rest: JsonObject = {}): JsonObject => object('v1 ConfigMap a', rest);

  it('keeps what the object is called', () => {
    const patch = object('apps/v1 Any x/y', { data: { a: 'b' } });
    assert.deepEqual(merge([patch], true), object('v1 ConfigMap a', { data: { a: 'b' } }));
  });

  it('needs the object that it names', () => {
    assert.throws(() => merge([object('v1 ConfigMap b')], false), NoTarget);
    assert.throws(() => merge([object('v1 ConfigMap x/a')], false), NoTarget);
  });

  it('leaves several documents for one target', () => {
    assert.throws(() => merge([document(), document()], true), UnexpectedShape);
  });

  it('leaves a null among labels to kustomize where there is a target', () => {
    const patch = { ...document(), metadata: { name: 'a', labels: { a: null } } };
    const all = () => map({ metadata: { labels: { a: 'b' } } });
    assert.throws(() => merge([patch], true, all()), UnexpectedShape);
    assert.deepEqual(merge([patch], false, all())?.metadata.labels, {});
  });

  it('leaves files with comments that could be schemas', () => {
    const all = map().map((resource) => ({ ...resource, hasSchemaComments: true }));
    assert.throws(() => merge([document()], false, all), UnexpectedShape);
  });
});
