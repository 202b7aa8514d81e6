import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { checkCrds } from '../../../../src/verify/checks/crds.ts';
import { crd, object } from '../../support/objects.ts';
import { found } from '../support/verified.ts';

const version = (name: string, rest = {}) => ({ name, storage: false, ...rest });
const renamed = (name: string): KubernetesObject => {
  const lamp = crd();
  return { ...lamp, metadata: { ...lamp.metadata, name } };
};
const inGroup = (group: string, annotations?: Record<string, string>): KubernetesObject => {
  const lamp = crd();
  const metadata = { name: `lamps.${group}`, ...(annotations && { annotations }) };
  return { ...lamp, metadata, spec: { ...(lamp.spec as object), group } };
};

describe('checkCrds', () => {
  const fine: [what: string, crd: KubernetesObject][] = [
    ['a CRD', crd()],
    [
      'several versions',
      crd('Lamp', { versions: [version('v1', { storage: true }), version('v2')] }),
    ],
    [
      'a stored version that is not served',
      crd('Lamp', {
        versions: [version('v1', { storage: true, served: false }), version('v2')],
      }),
    ],
    [
      'an approved CRD of a protected group',
      inGroup('lamps.k8s.io', { 'api-approved.kubernetes.io': 'https://example.com/1' }),
    ],
    ['a group whose name only resembles them', inGroup('lamps.x-k8s.io')],
    ['another kind', object('example.com/v1 CustomResourceDefinition a')],
  ];
  for (const [what, definition] of fine) {
    it(`takes ${what}`, () => assert.deepEqual(found(checkCrds, definition), []));
  }

  const wrong: [what: string, crd: KubernetesObject, findings: string[]][] = [
    ['another name', renamed('lamp.example.com'), ['metadata.name: must be lamps.example.com']],
    [
      'no storage version',
      crd('Lamp', { versions: [version('v1')] }),
      ['spec.versions: must have one storage version, and has 0'],
    ],
    [
      'two storage versions',
      crd('Lamp', {
        versions: [version('v1', { storage: true }), version('v2', { storage: true })],
      }),
      ['spec.versions: must have one storage version, and has 2'],
    ],
    [
      'no served version',
      crd('Lamp', { versions: [version('v1', { storage: true, served: false })] }),
      ['spec.versions: serves no version'],
    ],
    [
      'no version at all',
      crd('Lamp', { versions: [] }),
      [
        'spec.versions: must have one storage version, and has 0',
        'spec.versions: serves no version',
      ],
    ],
    [
      'a version twice',
      crd('Lamp', { versions: [version('v1', { storage: true }), version('v1')] }),
      ['spec.versions: has a version twice'],
    ],
    [
      'a version without a schema',
      crd('Lamp', { versions: [version('v1', { storage: true }), version('v2', { schema: {} })] }),
      ['spec.versions[1].schema: must have a schema of the type object'],
    ],
    [
      'a protected group without approval',
      inGroup('lamps.k8s.io'),
      ['metadata.annotations: must have the annotation api-approved.kubernetes.io in this group'],
    ],
    [
      'no names',
      object('apiextensions.k8s.io/v1 CustomResourceDefinition a', { spec: { group: 'b' } }),
      ['spec: must have group, names.kind and names.plural'],
    ],
  ];
  for (const [what, definition, findings] of wrong) {
    it(`refuses ${what}`, () => {
      const prefix = `error crd-invalid CustomResourceDefinition ${definition.metadata.name} `;
      assert.deepEqual(
        found(checkCrds, definition),
        findings.map((text) => prefix + text),
      );
    });
  }
});
