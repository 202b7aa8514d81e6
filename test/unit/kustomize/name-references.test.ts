import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../src/kustomize/field-spec.ts';
import { correctReferences } from '../../../src/kustomize/name-references.ts';
import { setNamespace } from '../../../src/kustomize/transformers/namespace.ts';
import type { Json } from '../../../src/manifest/json.ts';
import { object } from '../support/objects.ts';
import { resources } from './support/resources.ts';

const BINDING = 'rbac.authorization.k8s.io/v1 ClusterRoleBinding keepers';
const binding = (...subjects: Json[]) => object(BINDING, { subjects });
const account = (path: string) => object(`v1 ServiceAccount ${path}`);

describe('correctReferences', () => {
  const cases: [what: string, before: Json, after: Json][] = [
    ['one without a namespace', { name: 'keeper' }, { name: 'keeper', namespace: 'new' }],
    [
      'one in the namespace before',
      { name: 'keeper', namespace: 'default' },
      { name: 'keeper', namespace: 'new' },
    ],
    [
      'one of another namespace',
      { name: 'keeper', namespace: 'x' },
      { name: 'keeper', namespace: 'x' },
    ],
    ['one of another name', { name: 'other' }, { name: 'other' }],
    ['a text', 'keeper', 'keeper'],
    ['null', null, null],
  ];
  for (const [what, before, after] of cases) {
    it(`corrects, or leaves alone, ${what}`, () => {
      const all = resources(account('keeper'), binding(before));
      setNamespace(all.slice(0, 1), 'new');
      correctReferences(all);
      assert.deepEqual(all[1]?.object.subjects, [after]);
    });
  }

  it('leaves references to what was not changed alone', () => {
    const all = resources(account('a/keeper'), binding({ name: 'keeper' }));
    correctReferences(all);
    assert.deepEqual(all[1]?.object.subjects, [{ name: 'keeper' }]);
  });

  it('reaches only what a RoleBinding may refer to', () => {
    const role = object('rbac.authorization.k8s.io/v1 RoleBinding here/keepers', {
      subjects: [{ name: 'keeper' }, { kind: 'ServiceAccount', name: 'other', namespace: 'there' }],
    });
    const all = resources(account('keeper'), account('other'), role);
    setNamespace(all.slice(0, 2), 'there');
    correctReferences(all);
    // The second subject makes the whole namespace known.
    assert.deepEqual(all[2]?.object.subjects, [
      { name: 'keeper', namespace: 'there' },
      { kind: 'ServiceAccount', name: 'other', namespace: 'there' },
    ]);
  });

  it('leaves what could be either of two', () => {
    const all = resources(account('a'), account('x/a'), binding({ name: 'a' }));
    setNamespace(all.slice(0, 1), 'one');
    setNamespace(all.slice(1, 2), 'two');
    assert.throws(() => correctReferences(all), UnexpectedShape);
  });
});
