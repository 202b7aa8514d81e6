import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectId } from '../../../../src/manifest/object.ts';
import { crdsSection, objectsSection } from '../../../../src/report/rebase/changes-sections.ts';
import type { ObjectChange } from '../../../../src/upgrade/compare-objects.ts';
import type { ChangeClass, CrdChange } from '../../../../src/upgrade/crd-change.ts';
import { object } from '../../support/objects.ts';

const crdChange = (into: ChangeClass, fields: Partial<CrdChange> = {}): CrdChange => ({
  crd: 'lamps.example.com',
  versions: ['v1'],
  field: 'spec.colour',
  change: 'field-removed',
  class: into,
  before: '',
  after: '',
  message: `is ${into}`,
  ...fields,
});

describe('crdsSection', () => {
  it('is none where no CRD changed', () => assert.deepEqual(crdsSection([]), []));

  it('counts the safe changes, and shows the others, the worst first', () => {
    const changes = [
      crdChange('safe'),
      crdChange('migratable', { field: '', versions: ['v1', 'v1alpha1 → v1'] }),
      crdChange('safe'),
      crdChange('lossy'),
      crdChange('unsafe', { versions: [] }),
    ];
    assert.deepEqual(crdsSection(changes), [
      '## Upgrade of the CRDs',
      'Changes: 1 unsafe, 1 lossy, 1 migratable, 2 safe.',
      [
        '| class | CRD | field | versions | change |',
        '| --- | --- | --- | --- | --- |',
        '| unsafe | `lamps.example.com` | `spec.colour` |  | is unsafe |',
        '| lossy | `lamps.example.com` | `spec.colour` | v1 | is lossy |',
        '| migratable | `lamps.example.com` |  | v1, v1alpha1 → v1 | is migratable |',
      ].join('\n'),
    ]);
  });

  it('shows no table where all are safe', () => {
    assert.deepEqual(crdsSection([crdChange('safe')]), [
      '## Upgrade of the CRDs',
      'Changes: 1 safe.',
    ]);
  });

  it('folds a long table', () => {
    const [, , table] = crdsSection(Array.from({ length: 13 }, () => crdChange('lossy')));
    assert.match(table ?? '', /^<details><summary>Each that is not safe<\/summary>\n\n\| class /);
  });
});

describe('objectsSection', () => {
  const id = objectId(object('v1 ConfigMap ns/a'));
  const fields = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      field: `data.k${index}`,
      before: index === 0 ? '' : 'a',
      after: index === 1 ? '' : 'b',
    }));
  const changed = (count: number, schemaDifferences = 0): ObjectChange => ({
    object: id,
    change: 'changed',
    fields: fields(count),
    schemaDifferences,
  });

  it('is none where nothing changed', () => assert.deepEqual(objectsSection([]), []));

  it('shows what came, went and got another name', () => {
    const from = objectId(object('v1 ConfigMap ns/b'));
    assert.deepEqual(
      objectsSection([
        { object: id, change: 'added' },
        { object: id, change: 'renamed', from, fields: [] },
        { object: from, change: 'removed' },
      ]),
      [
        '## Changed objects',
        '- added: `ConfigMap ns/a`\n- renamed: `ConfigMap ns/b` to `ConfigMap ns/a`\n- removed: `ConfigMap ns/b`',
      ],
    );
  });

  it('shows the fields of what changed, from what to what', () => {
    assert.deepEqual(objectsSection([changed(3, 1)]), [
      '## Changed objects',
      [
        '- changed: `ConfigMap ns/a`',
        '  - `data.k0`: nothing → `b`',
        '  - `data.k1`: `a` → nothing',
        '  - `data.k2`: `a` → `b`',
        '  - 1 difference in its schemas',
      ].join('\n'),
    ]);
  });

  it('counts what is more than anybody reads, and folds it', () => {
    const [, block = ''] = objectsSection([changed(15)]);
    assert.match(block, /^<details><summary>1 object changed, by field<\/summary>/);
    assert.match(block, /\n {2}- 3 more fields\n/);
    assert.equal(block.split('\n  - ').length - 1, 13);
  });
});
