import type { Outcome } from '../../../../../src/apply/outcome.ts';
import type { ExitStatus } from '../../../../../src/errors.ts';
import { displayObject } from '../../../../../src/manifest/display.ts';
import { buildPlan } from '../../../../../src/plan/build-plan.ts';
import type { Plan, PlanNode } from '../../../../../src/plan/plan.ts';
import { RUN_REPORT_VERSION } from '../../../../../src/report/run-report.ts';
import type { RunReport } from '../../../../../src/report/run-report.ts';
import type { RunPicture } from '../../../../../src/report/html/run-page.ts';
import { crd, object } from '../../../support/objects.ts';
import { DEPENDS_ON, tree } from '../../../support/plan.ts';

export const PROGRAM = { version: '1.2.3', commit: 'abcdef123456' };

/** What becomes of an object beyond being created. */
export type Fate = { took?: number; action?: 'failed' | 'waiting' | 'unchanged'; message?: string };

export type Run = { report: RunReport; picture: RunPicture };

const START = 60;
const DEADLINE = 5000;

/**
 * A run of `apply` as it would have gone: each object becomes ready a millisecond after what it depends on.
 * @param fates by the name of an object
 */
export function runOf(plan: Plan, fates: Readonly<Record<string, Fate>> = {}): Run {
  const done = new Map<string, Outcome>();
  for (const node of plan.nodes) done.set(node.key, outcomeOf(node, done, fates[node.id.name]));
  const outcomes = [...done.values()];
  const problems = outcomes.flatMap(({ problem }) => problem ?? []);
  const isLate = outcomes.some(({ action }) => action === 'waiting');
  const exitStatus: ExitStatus = isLate ? 4 : problems.length > 0 ? 3 : 0;
  const report: RunReport = {
    apiVersion: RUN_REPORT_VERSION,
    kind: 'ApplyReport',
    program: PROGRAM,
    startedAt: '2026-11-21T09:00:00.000Z',
    durationMilliseconds: Math.max(0, ...outcomes.map(({ doneAt }) => doneAt)) + 30,
    exitStatus,
    trees: [
      {
        name: 'shop',
        version: '1.4.0',
        directory: '/usr/lib/microshift/manifests.d/shop',
        exitStatus,
      },
    ],
    problems,
    objects: [],
  };
  return { report, picture: { outcomes, pruned: [], isDryRun: false } };
}

function outcomeOf(
  node: PlanNode,
  done: ReadonlyMap<string, Outcome>,
  { took = 20, action, message = 'spec.size: Invalid value: "large": must be a number' }: Fate = {},
): Outcome {
  const before = node.dependencies.flatMap(({ from }) => done.get(from) ?? []);
  const at = { file: node.file, line: node.line, object: displayObject(node.id) };
  const bad = before.find(({ problem }) => problem !== undefined);
  if (bad !== undefined) {
    const isFailed = bad.action !== 'waiting';
    return {
      node,
      action: isFailed ? 'skipped' : 'waiting',
      problem: {
        code: isFailed ? 'apply-skipped' : 'apply-deadline',
        message: isFailed
          ? `was not written, since ${displayObject(bad.node.id)} failed`
          : `the deadline passed while it waited for ${displayObject(bad.node.id)} to be established`,
        hint: isFailed ? 'repair that first' : 'give more time with --timeout',
        at,
      },
      readyAt: START,
      doneAt: isFailed ? bad.doneAt : DEADLINE,
    };
  }
  const readyAt = Math.max(START, ...before.map(({ doneAt }) => doneAt + 1));
  const doneAt = action === 'waiting' ? DEADLINE : readyAt + took;
  if (action === undefined || action === 'unchanged') {
    return { node, action: action ?? 'created', readyAt, doneAt };
  }
  const [code, hint] =
    action === 'failed'
      ? ['apply-refused', 'correct the field in the manifest']
      : ['apply-deadline', 'see what keeps that from happening, or give more time with --timeout'];
  return { node, action, problem: { code, message, hint, at }, readyAt, doneAt };
}

/**
 * A shop of so many objects, a few of each kind: namespace, CRDs, what an operator needs, custom resources, and
 * settings as many as are still missing.
 */
export function shopPlan(count: number): Plan {
  const kinds = ['Lamp', 'Cable', 'Switch', 'Socket'];
  const fixed = [
    object('v1 Namespace shop'),
    ...kinds.map((kind) => crd(kind)),
    object('v1 ServiceAccount shop/operator'),
    object('rbac.authorization.k8s.io/v1 ClusterRole operator'),
    object('rbac.authorization.k8s.io/v1 ClusterRoleBinding operator'),
    object('apps/v1 Deployment shop/operator', {
      metadata: {
        annotations: { [DEPENDS_ON]: '/namespaces/shop/ServiceAccount/operator' },
      },
    }),
    ...kinds.map((kind) => object(`example.com/v1 ${kind} shop/main`)),
    object(
      'example.com/v1 Lamp shop/lamp-over-the-counter-with-a-long-name-that-does-not-fit-in-a-line',
    ),
  ];
  const settings = Array.from({ length: count - fixed.length }, (_, index) =>
    object(`v1 ConfigMap shop/settings-${index + 1}`),
  );
  return buildPlan([tree('shop', ...fixed, ...settings)]);
}
