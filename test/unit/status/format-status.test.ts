import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatStatus } from '../../../src/status/format-status.ts';
import type { TreeStatus } from '../../../src/status/tree-status.ts';

const status = (fields: Partial<TreeStatus>): TreeStatus => ({
  name: 'lamp',
  version: '1.2.0',
  directory: '/lamp',
  applied: { release: '1.2.0', objects: 3 },
  missing: [],
  changed: [],
  pending: [],
  ...fields,
});

describe('formatStatus', () => {
  it('is a table, and below it what is not as it should be', () => {
    const text = formatStatus([
      { status: status({}), healthy: true },
      {
        status: status({ name: 'shop', version: undefined, applied: { release: '', objects: 1 } }),
        healthy: true,
      },
      {
        status: status({
          name: 'old',
          directory: undefined,
          applied: { release: '0.9', objects: 12 },
        }),
        healthy: undefined,
      },
      {
        status: status({
          name: 'odd',
          missing: ['ConfigMap a/b'],
          changed: ['Deployment a/c', 'Service a/d'],
          pending: ['Lamp a/e'],
        }),
        healthy: false,
      },
      {
        status: status({ name: 'new', applied: undefined, missing: ['ConfigMap a/f'] }),
        healthy: false,
      },
    ]);
    assert.equal(
      text,
      `NAME  VERSION        APPLIED  OBJECTS                                      HEALTH
lamp  1.2.0          1.2.0    3 objects                                    healthy
shop  -              yes      1 object                                     healthy
old   not installed  0.9      12 objects                                   unknown
odd   1.2.0          1.2.0    3 objects, 1 missing, 2 changed, 1 to apply  not healthy
new   1.2.0          no       1 missing                                    not healthy

odd: missing: ConfigMap a/b
odd: changed since it was applied: Deployment a/c
odd: changed since it was applied: Service a/d
odd: not applied as it is in the tree: Lamp a/e
new: missing: ConfigMap a/f
`,
    );
  });

  it('says where there is nothing', () => {
    assert.equal(formatStatus([]), 'nothing is installed, and nothing was applied\n');
  });
});
