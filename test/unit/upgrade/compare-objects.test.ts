import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { compareObjects } from '../../../src/upgrade/compare-objects.ts';
import type { ObjectChange } from '../../../src/upgrade/compare-objects.ts';
import { crd, deployment, object } from '../support/objects.ts';

/** A change on one line, with the fields that differ. */
function shown(change: ObjectChange): string {
  const from = 'from' in change ? ` (${change.from.name})` : '';
  const fields = 'fields' in change ? change.fields.map(({ field }) => field) : [];
  return [`${change.change} ${displayObject(change.object)}${from}`, ...fields].join(' ');
}

function changes(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): string[] {
  return compareObjects(before, after).map(shown);
}

const reader = (name: string, rest: object = {}): KubernetesObject =>
  object(`rbac.authorization.k8s.io/v1 ClusterRole ${name}`, {
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    ...rest,
  });

describe('compareObjects', () => {
  it('tells what comes, goes and changes, in an order of its own', () => {
    const before = [
      object('v1 Service ns/web', { spec: { a: 1 } }),
      deployment('ns/web', [{ name: 'web', image: 'a' }]),
      object('v1 ConfigMap ns/old', { data: { a: 'b' } }),
    ];
    const after = [
      deployment('ns/web', [{ name: 'web', image: 'b' }]),
      object('v1 Secret ns/new', {}),
      object('v1 Service ns/web', { spec: { a: 1 } }),
    ];
    const expected = [
      'removed ConfigMap ns/old',
      'changed Deployment ns/web spec.template.spec.containers[web].image',
      'added Secret ns/new',
    ];
    assert.deepEqual(changes(before, after), expected);
    assert.deepEqual(changes(before.toReversed(), after.toReversed()), expected);
    assert.deepEqual(changes(before, structuredClone(before)), []);
  });

  it('tells objects apart by group, kind, namespace and name, not by version', () => {
    assert.deepEqual(
      changes([object('example.com/v1alpha1 Lamp a/b')], [object('example.com/v1 Lamp a/b')]),
      ['changed Lamp.example.com a/b apiVersion'],
    );
    assert.deepEqual(
      changes([object('v1 A b/x', { c: 1 })], [object('v1 A b/y', { c: 2 })]),
      ['removed A b/x', 'added A b/y'].map((text) => text.replace(' A ', ' A. ')),
    );
  });

  it('counts the differences between schemas of a CRD', () => {
    const version = (properties: object) => ({
      versions: [{ name: 'v1', storage: true, schema: { type: 'object', properties } as never }],
    });
    const [change] = compareObjects(
      [crd('Lamp', version({ a: 1, b: 2 }))],
      [crd('Lamp', version({ a: 2 }))],
    );
    assert.deepEqual(change, {
      object: objectId(crd()),
      change: 'changed',
      fields: [],
      schemaDifferences: 2,
    });
  });

  it('tells the versions of a CRD by their names', () => {
    const before = crd('Lamp', { versions: [{ name: 'v1' }, { name: 'v2', storage: true }] });
    const after = crd('Lamp', { versions: [{ name: 'v2' }, { name: 'v3', storage: true }] });
    assert.deepEqual(changes([before], [after]), [
      'changed CustomResourceDefinition lamps.example.com ' +
        'spec.versions[v1] spec.versions[v2].storage spec.versions[v3]',
    ]);
  });

  it('takes CRDs of any shape', () => {
    const odd = (versions: unknown) =>
      object('apiextensions.k8s.io/v1 CustomResourceDefinition a', { spec: { versions } });
    assert.deepEqual(changes([odd(['v1', null])], [odd('v1')]).length, 1);
  });
});

describe('compareObjects: renames', () => {
  it('finds an object under a new name', () => {
    const labels = (instance: string) => ({ metadata: { labels: { instance } } });
    assert.deepEqual(
      changes(
        [reader('metrics-reader', labels('a'))],
        [reader('lamp-metrics-reader', labels('b'))],
      ),
      ['renamed ClusterRole lamp-metrics-reader (metrics-reader) metadata.labels.instance'],
    );
  });

  it('does not take objects that differ for one', () => {
    const other = reader('b', { rules: [] });
    assert.deepEqual(changes([reader('a')], [other]), [
      'removed ClusterRole a',
      'added ClusterRole b',
    ]);
    const moved = object('v1 Service b/web');
    assert.deepEqual(changes([object('v1 Service a/web')], [moved]).length, 2);
    assert.deepEqual(changes([object('v1 Service a/x')], [object('v1 Secret a/y')]).length, 2);
  });

  it('does not guess between several', () => {
    const two = [reader('b'), reader('c')];
    assert.equal(changes([reader('a')], two).length, 3);
    assert.equal(changes(two, [reader('a')]).length, 3);
  });
});
