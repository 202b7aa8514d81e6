import assert from 'node:assert/strict';
import { it } from 'node:test';
import { csvName, packageName } from '../../../../src/bundle/validators/identity.ts';
import { bundleOf, installation } from '../../support/bundle.ts';
import { describeValidator } from '../support/refused.ts';

const PACKAGE = 'operators.operatorframework.io.bundle.package.v1';

describeValidator(packageName, 'bundle-invalid', [
  ['a name', {}],
  [
    'an empty name',
    { annotations: { 'package.v1': '' } },
    `${PACKAGE}: the annotations do not give the package's name`,
  ],
]);

it('packageName points to the annotation, or to the annotations without it', () => {
  const place = (annotations: string) =>
    packageName(
      bundleOf({ files: { 'metadata/annotations.yaml': annotations } }),
      installation(),
    )[0]?.at;
  const channel = 'operators.operatorframework.io.bundle.channels.v1: stable';
  const file = 'bundle/metadata/annotations.yaml';
  assert.deepEqual(place(`annotations:\n  ${channel}\n  ${PACKAGE}: ""\n`), {
    file,
    line: 3,
    field: PACKAGE,
  });
  assert.deepEqual(place(`# none\nannotations:\n  ${channel}\n`), {
    file,
    line: 3,
    field: PACKAGE,
  });
});

describeValidator(csvName, 'bundle-invalid', [
  ['a name with dots', { name: 'lamp.v1.0.0-rc.1' }],
  ['a name of 63 characters', { name: 'l'.repeat(63) }],
  [
    'a longer name',
    { name: 'l'.repeat(64) },
    'metadata.name: has 64 characters; at most 63 are allowed',
  ],
  ['capitals', { name: 'Lamp.v1' }, 'metadata.name: Lamp.v1 is no DNS name'],
  ['a build number', { name: 'lamp.v1+5' }, 'metadata.name: lamp.v1+5 is no DNS name'],
  ['an empty part', { name: 'lamp..v1' }, 'metadata.name: lamp..v1 is no DNS name'],
  [
    'both at once',
    { name: `L${'l'.repeat(63)}` },
    `metadata.name: L${'l'.repeat(63)} is no DNS name`,
    'metadata.name: has 64 characters; at most 63 are allowed',
  ],
]);
