import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { permissionToRead } from '../../../src/cluster/permission.ts';
import { statusText, toldStatus } from '../../../src/commands/status-output.ts';
import type { Looked } from '../../../src/commands/status-output.ts';
import { HEALTHY, unhealthy } from '../../../src/health/check.ts';
import type { Verdict } from '../../../src/health/check.ts';
import type { CheckResult } from '../../../src/health/check-result.ts';
import { recordedStatus } from '../../../src/status/tree-status.ts';
import type { TreeStatus } from '../../../src/status/tree-status.ts';

const PROGRAM = { version: '1', commit: 'c' };
const NOTHING_UNREAD = { denied: () => [], late: () => [] };
const DENIED = { ...NOTHING_UNREAD, denied: () => [permissionToRead('/api/v1/nodes')] };
const LATE = { ...NOTHING_UNREAD, late: () => ['the pods'] };

const looked = (more: Partial<Looked> = {}): Looked => ({
  shown: [],
  unknown: [],
  areRecordsRead: true,
  checks: [],
  nodes: undefined,
  traffic: { links: [], overlaps: [] },
  ...more,
});
const status = (more: Partial<TreeStatus> = {}): TreeStatus => ({
  ...recordedStatus('lamp', { is: 'read', release: '1', objects: 2 }),
  directory: '/lamp',
  ...more,
});

function check(verdict: Verdict | undefined, isRefused = false): CheckResult {
  const id = { group: '', kind: 'Node', namespace: '', name: 'n' };
  const resource = { apiVersion: 'v1', plural: 'nodes', namespace: '' };
  const about = { id, resource, subject: '', judge: () => HEALTHY, final: false };
  return { check: about, verdict, cause: undefined, trouble: undefined, isRefused };
}

describe('toldStatus', () => {
  const incomplete = [{ status: status({ missing: ['Node x'] }), healthy: false }];
  const cases: [
    what: string,
    seen: Partial<Looked>,
    unread: typeof NOTHING_UNREAD | typeof DENIED | typeof LATE,
    exit: number,
    codes: string[],
  ][] = [
    ['nothing wrong', { checks: [check(HEALTHY)] }, NOTHING_UNREAD, 0, []],
    [
      'rights that are missing',
      { checks: [check(undefined, true)] },
      DENIED,
      3,
      ['permission-missing'],
    ],
    [
      'something broken, too',
      { checks: [check(unhealthy('is broken')), check(undefined, true)] },
      DENIED,
      5,
      ['unhealthy', 'permission-missing'],
    ],
    ['a part that took too long', {}, LATE, 5, ['status-incomplete']],
    [
      'a check that took too long',
      { checks: [check(undefined)] },
      LATE,
      5,
      ['api-unreachable', 'status-incomplete'],
    ],
    ['objects that are not there', { shown: incomplete }, NOTHING_UNREAD, 5, ['tree-incomplete']],
    [
      'a name that nobody knows',
      { unknown: ['x'], shown: incomplete },
      DENIED,
      2,
      ['tree-missing', 'tree-incomplete', 'permission-missing'],
    ],
  ];
  for (const [what, seen, unread, exit, codes] of cases) {
    it(`ends ${exit} for ${what}`, () => {
      const told = toldStatus(looked(seen), unread);
      assert.deepEqual([told.status, told.problems.map(({ code }) => code)], [exit, codes]);
    });
  }

  it('names what could not be read', () => {
    const [late] = toldStatus(looked(), LATE).problems;
    assert.equal(late?.message, 'could not be read in time: the pods');
    const [denied] = toldStatus(looked(), DENIED).problems;
    assert.equal(denied?.message, 'this user may not: list nodes');
  });
});

describe('statusText', () => {
  const text = (output: 'tree' | 'json', seen: Looked, unread = NOTHING_UNREAD): string =>
    statusText(output, seen, toldStatus(seen, unread), PROGRAM);

  it('is JSON with everything that is known', () => {
    const uses = { cpu: 0.1 + 0.2, memory: 1.5 };
    const requests = { cpu: 0.7, memory: 3 };
    const completion = { at: '2026-01-01T00:00:00Z', program: PROGRAM };
    const full = status({
      version: '2',
      sources: [{ name: 'bundle', digest: 'sha256:0' }],
      record: { is: 'read', release: '1', objects: 2, completion },
      changed: [
        { object: 'Node a', manager: 'm', operation: 'Update', at: 't' },
        { object: 'Node b' },
      ],
      unread: ['Node c'],
      resources: { pods: 1, requests, uses },
    });
    const seen = looked({
      shown: [
        { status: full, healthy: true },
        { status: recordedStatus('new', { is: 'newer', format: 7 }), healthy: undefined },
        { status: recordedStatus('old', { is: 'unread' }), healthy: undefined },
      ],
      nodes: { allocatable: { cpu: 2, memory: 4 }, requests },
    });
    const { trees, nodes, unread } = JSON.parse(text('json', seen));
    const lists = { missing: [], changed: [], pending: [] };
    assert.deepEqual(trees, [
      {
        name: 'lamp',
        version: '2',
        directory: '/lamp',
        sources: full.sources,
        applied: { release: '1', objects: 2, ...completion },
        ...lists,
        changed: ['Node a', 'Node b'],
        changedBy: [full.changed[0]],
        unread: ['Node c'],
        resources: { pods: 1, requests, uses: { cpu: 0.3, memory: 2 } },
        healthy: true,
      },
      { name: 'new', record: { unread: true, format: 7 }, ...lists },
      { name: 'old', record: { unread: true }, ...lists },
    ]);
    assert.deepEqual(nodes, { allocatable: { cpu: 2, memory: 4 }, requests });
    assert.deepEqual(unread, { permissions: [], late: [] });
  });

  it('shows no control characters of the cluster', () => {
    const changed = [{ object: 'Node a', manager: '\u001b[31mred', operation: 'Update', at: '' }];
    const seen = looked({ shown: [{ status: status({ changed }), healthy: true }] });
    assert.doesNotMatch(text('tree', seen), /\u001b/);
  });
});
