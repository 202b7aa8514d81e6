import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatStatus } from '../../../src/status/format-status.ts';
import type { TreeStatus } from '../../../src/status/tree-status.ts';

const status = (fields: Partial<TreeStatus>): TreeStatus => ({
  name: 'lamp',
  version: '1.2.0',
  directory: '/lamp',
  sources: [],
  record: { is: 'read', release: '1.2.0', objects: 3 },
  missing: [],
  changed: [],
  pending: [],
  unread: [],
  ...fields,
});

const completion = {
  at: '2026-11-26T23:59:59.999Z',
  program: { version: '0.1.0', commit: 'c' },
};

describe('formatStatus', () => {
  it('is a table, and below it what is not as it should be', () => {
    const text = formatStatus([
      { status: status({}), healthy: true },
      {
        status: status({
          name: 'shop',
          version: undefined,
          record: { is: 'read', release: '', objects: 1, completion },
        }),
        healthy: true,
      },
      {
        status: status({
          name: 'old',
          directory: undefined,
          record: { is: 'read', release: '0.9', objects: 12, completion },
        }),
        healthy: undefined,
      },
      {
        status: status({
          name: 'odd',
          missing: ['ConfigMap a/b'],
          changed: [
            {
              object: 'Deployment a/c',
              manager: 'kubectl-edit',
              operation: 'Update',
              at: '2026-11-26T10:00:00Z',
            },
            { object: 'Service a/d' },
            { object: 'Service a/e', manager: 'x', operation: 'Update', at: '' },
          ],
          pending: ['Lamp a/e'],
        }),
        healthy: false,
      },
      {
        status: status({ name: 'new', record: { is: 'absent' }, missing: ['ConfigMap a/f'] }),
        healthy: false,
      },
    ]);
    assert.equal(
      text,
      `NAME  VERSION        APPLIED         OBJECTS                                      HEALTH
lamp  1.2.0          1.2.0           3 objects                                    healthy
shop  -              yes 2026-11-26  1 object                                     healthy
old   not installed  0.9 2026-11-26  12 objects                                   unknown
odd   1.2.0          1.2.0           3 objects, 1 missing, 3 changed, 1 to apply  not healthy
new   1.2.0          no              1 missing                                    not healthy

odd: missing: ConfigMap a/b
odd: changed since it was applied: Deployment a/c, by kubectl-edit at 2026-11-26T10:00:00Z
odd: changed since it was applied: Service a/d
odd: changed since it was applied: Service a/e, by x
odd: not applied as it is in the tree: Lamp a/e
new: missing: ConfigMap a/f
`,
    );
  });

  it('says what is not known', () => {
    const text = formatStatus([
      { status: status({ name: 'a', record: { is: 'newer', format: 7 } }), healthy: true },
      {
        status: status({ name: 'b', record: { is: 'unread' }, unread: ['Node x', 'Node y'] }),
        healthy: undefined,
      },
    ]);
    assert.equal(
      text,
      `NAME  VERSION  APPLIED  OBJECTS     HEALTH
a     1.2.0    unknown  -           healthy
b     1.2.0    unknown  2 not read  unknown

a: was recorded by a newer program (format 7): what was changed since is not known
`,
    );
  });

  it('says what trees were made of, by digests that can be told apart', () => {
    const source = (name: string, letter: string, version?: string) => ({
      name,
      version,
      digest: `sha256:${letter.repeat(64)}`,
    });
    const text = formatStatus([
      {
        status: status({ sources: [source('operator', 'a', '1.4.2'), source('api', 'b')] }),
        healthy: true,
      },
      { status: status({ name: 'none' }), healthy: true },
    ]);
    assert.deepEqual(text.split('\n\n').slice(1), [
      'lamp: made of operator 1.4.2 sha256:aaaaaaaaaaaa…, api sha256:bbbbbbbbbbbb…\n',
    ]);
  });

  it('says what pods ask for and use, of what there is', () => {
    const Mi = 2 ** 20;
    const asks = { pods: 2, requests: { cpu: 0.61, memory: 356 * Mi } };
    const trees = [
      {
        status: status({ resources: { ...asks, uses: { cpu: 0.12, memory: 480 * Mi } } }),
        healthy: true,
      },
      { status: status({ name: 'shop', resources: { ...asks, pods: 1 } }), healthy: true },
      { status: status({ name: 'none' }), healthy: true },
    ];
    const allocatable = { cpu: 2, memory: 4096 * Mi };
    const nodes = { allocatable, requests: { cpu: 1, memory: Mi }, uses: { cpu: 0.5, memory: Mi } };
    assert.equal(
      formatStatus(trees, nodes).split('\n\n')[1],
      `lamp: 2 pods, requesting 610m of 2000m CPU and 356Mi of 4096Mi memory; using 120m and 480Mi
shop: 1 pod, requesting 610m of 2000m CPU and 356Mi of 4096Mi memory
all pods: requesting 1000m of 2000m CPU and 1Mi of 4096Mi memory; using 500m and 1Mi
`,
    );
    assert.match(
      formatStatus(trees).split('\n\n')[1] ?? '',
      /^lamp: 2 pods, requesting 610m CPU and 356Mi memory; using 120m and 480Mi\nshop: .*\n$/,
    );
  });

  it('says where there is nothing', () => {
    assert.equal(formatStatus([]), 'nothing is installed, and nothing was applied\n');
    assert.equal(
      formatStatus([], undefined, false),
      'nothing is installed; whether something was applied could not be read\n',
    );
  });
});
