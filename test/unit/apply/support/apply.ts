import assert from 'node:assert/strict';
import { applyPlan } from '../../../../src/apply/apply-plan.ts';
import type { Outcome } from '../../../../src/apply/outcome.ts';
import { displayObject } from '../../../../src/manifest/display.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { buildPlan } from '../../../../src/plan/build-plan.ts';
import { fakeClient } from '../../cluster/support/fake-client.ts';
import { treeObjects } from '../../support/objects.ts';
import type { FakeServer } from './fake-server.ts';

export const INVENTORY = '/api/v1/namespaces/kube-system/configmaps/microshift-optional-tree';

/** Applies `objects` as one tree; the clock counts its calls. */
export async function apply(
  objects: KubernetesObject[],
  server: FakeServer,
  signal = new AbortController().signal,
) {
  const plan = buildPlan([{ name: 'tree', objects: treeObjects('a.yaml', ...objects) }]);
  const told: Outcome[] = [];
  let now = 0;
  const { outcomes } = await applyPlan(
    plan,
    [
      {
        name: 'tree',
        version: undefined,
        mayDrop: [],
        adopts: [],
        requests: [],
        bundles: new Map(),
        incompatible: [],
      },
    ],
    {
      client: fakeClient({ ...server, signal }),
      clock: () => (now += 1),
      onOutcome: (outcome) => void told.push(outcome),
      prune: true,
      complete: () => ({ at: '2026-01-01T00:00:00Z', program: { version: '1', commit: 'c' } }),
      judgeUnowned: true,
      onProgress: () => {},
      onUnrecorded: () => {},
      pruning: { onOutcome: () => {} },
    },
  );
  assert.deepEqual(
    outcomes.map(({ node }) => node),
    plan.nodes,
    'an outcome for each object, in the order of the plan',
  );
  assert.deepEqual(new Set(told), new Set(outcomes), 'each outcome is told');
  return Object.fromEntries(outcomes.map((each) => [displayObject(each.node.id), each]));
}

export const actions = (outcomes: Record<string, Outcome>) =>
  Object.fromEntries(Object.entries(outcomes).map(([name, { action }]) => [name, action]));
export const messages = (outcomes: Record<string, Outcome>) =>
  Object.values(outcomes).map(({ problem }) => problem?.message ?? '');
