import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtinKind } from '../../../src/manifest/builtin-kinds.ts';
import { crdInfo, definedKinds, isCrd, kindInfo } from '../../../src/manifest/crd.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import { crd, object } from '../support/objects.ts';

const CRD = 'apiextensions.k8s.io/v1 CustomResourceDefinition';

describe('crdInfo', () => {
  it('reads what a CRD defines', () => {
    const versions = [
      { name: 'v1alpha1', served: false },
      { name: 'v1', storage: true },
    ];
    const schema = { type: 'object' };
    assert.deepEqual(crdInfo(crd('Lamp', { versions })), {
      name: 'lamps.example.com',
      group: 'example.com',
      kind: 'Lamp',
      plural: 'lamps',
      namespaced: true,
      versions: [
        { name: 'v1alpha1', served: false, storage: false, schema },
        { name: 'v1', served: true, storage: true, schema },
      ],
    });
    assert.equal(crdInfo(crd('Lamp', { scope: 'Cluster' }))?.namespaced, false);
  });

  it('knows a CRD by group and kind, of any version', () => {
    assert.ok(isCrd(object('apiextensions.k8s.io/v1beta1 CustomResourceDefinition a')));
    assert.ok(!isCrd(object('example.com/v1 CustomResourceDefinition a')));
    assert.equal(crdInfo(object('v1 ConfigMap a', { spec: crd().spec })), undefined);
  });

  for (const [what, spec] of [
    ['spec', undefined],
    ['group', { names: { kind: 'A', plural: 'as' } }],
    ['kind', { group: 'a', names: { plural: 'as' } }],
    ['plural', { group: 'a', names: { kind: 'A' } }],
  ] as const) {
    it(`answers nothing for a CRD without ${what}`, () => {
      assert.equal(crdInfo(object(`${CRD} a`, { spec })), undefined);
    });
  }

  it('takes versions of any shape', () => {
    const names = { kind: 'A', plural: 'as' };
    const versionsOf = (versions: unknown) =>
      crdInfo(object(`${CRD} a`, { spec: { group: 'a', names, versions } }))?.versions;
    assert.deepEqual(versionsOf(undefined), []);
    assert.deepEqual(versionsOf(['text', { schema: null }]), [
      { name: '', served: false, storage: false, schema: {} },
    ]);
  });
});

describe('kindInfo', () => {
  const defined = definedKinds([crd(), object('v1 ConfigMap a')]);

  it('knows built-in kinds and those that the objects define', () => {
    const of = (group: string, kind: string) => kindInfo({ group, kind }, defined);
    assert.deepEqual(of('', 'Service'), { plural: 'services', namespaced: true });
    assert.deepEqual(of('', 'Namespace'), { plural: 'namespaces', namespaced: false });
    assert.equal(of('example.com', 'Lamp')?.plural, 'lamps');
    assert.equal(of('example.com', 'Service'), undefined);
    assert.equal(of('other.example.com', 'Lamp'), undefined);
  });

  it('does not take the core group for another', () => {
    assert.equal(builtinKind({ group: '', kind: 'Deployment' }), undefined);
    assert.equal(builtinKind({ group: 'apps', kind: 'Deployment' })?.plural, 'deployments');
  });
});

describe('displayObject', () => {
  for (const [identity, expected] of [
    ['apps/v1 Deployment ns/web', 'Deployment ns/web'],
    ['v1 Namespace ns', 'Namespace ns'],
    ['example.com/v1 Lamp ns/main', 'Lamp.example.com ns/main'],
    ['example.com/v1 Service ns/main', 'Service.example.com ns/main'],
  ] as const) {
    it(`shows ${expected}`, () => {
      assert.equal(displayObject(objectId(object(identity))), expected);
    });
  }
});
