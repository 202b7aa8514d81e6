import { findCondition } from '../cluster/conditions.ts';
import { lastStatusChange } from '../cluster/status-change.ts';
import { valueAt } from '../manifest/json.ts';
import { HEALTHY, healthySince, ofLasting, unhealthy } from './check.ts';
import type { Judge, Verdict } from './check.ts';

/*
 * When a workload is rolled out, by the rules of kstatus (sigs.k8s.io/cli-utils) and
 * `kubectl rollout status`.
 */

const JUDGES = new Map<string, Judge>([
  ['Deployment', judgeDeployment],
  ['DaemonSet', judgeDaemonSet],
  ['StatefulSet', judgeStatefulSet],
  ['Job', judgeJob],
  ['Pod', judgePod],
]);

/** The rule for a kind of workload; undefined for any other kind. */
export function workloadJudge(group: string, kind: string): Judge | undefined {
  const expected = { Job: 'batch', Pod: '' }[kind] ?? 'apps';
  const judge = group === expected ? JUDGES.get(kind) : undefined;
  return judge && ofLasting(judge);
}

/**
 * The rule for a Job that the cluster removes when it has ended: one that is gone has, as far as anybody knows.
 * @param judge of the Job while it is there
 */
export function judgePassing(judge: Judge): Judge {
  return (live) => (live === undefined || isComplete(live) ? HEALTHY : judge(live));
}

function judgeDeployment(live: unknown): Verdict {
  const progressing = findCondition(live, 'Progressing');
  // Then its controller does not come as far as to say which generation it has seen.
  if (progressing?.status === 'False' && progressing.reason === 'ReplicaSetCreateError') {
    return unhealthy(`has no ReplicaSet: ${progressing.message}`, 'FailedCreate');
  }
  if (isStale(live)) return stale();
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    return unhealthy(`does not progress: ${progressing.message}`, 'ProgressDeadlineExceeded');
  }
  const wanted = count(live, ['spec', 'replicas'], 1);
  const updated = status(live, 'updatedReplicas');
  const replicas = status(live, 'replicas');
  const available = status(live, 'availableReplicas');
  // What runs may be all that it is to run; only what is not done yet never will be.
  if (updated < wanted && valueAt(live, ['spec', 'paused']) === true) {
    return unhealthy(`is paused, with ${updated} of ${wanted} replicas updated`, 'Paused');
  }
  if (updated < wanted) return unhealthy(`${updated} of ${wanted} replicas are updated`);
  if (replicas > updated) return unhealthy(`${replicas - updated} old replicas still run`);
  if (available < wanted) return unhealthy(`${available} of ${wanted} replicas are available`);
  return settled(live);
}

function judgeDaemonSet(live: unknown): Verdict {
  if (isStale(live)) return stale();
  const wanted = status(live, 'desiredNumberScheduled');
  const updated = status(live, 'updatedNumberScheduled');
  const available = status(live, 'numberAvailable');
  const onDelete = valueAt(live, ['spec', 'updateStrategy', 'type']) === 'OnDelete';
  if (!onDelete && updated < wanted) return unhealthy(`${updated} of ${wanted} pods are updated`);
  if (available < wanted) return unhealthy(`${available} of ${wanted} pods are available`);
  return settled(live);
}

function judgeStatefulSet(live: unknown): Verdict {
  if (isStale(live)) return stale();
  const wanted = count(live, ['spec', 'replicas'], 1);
  const ready = status(live, 'readyReplicas');
  const updated = status(live, 'updatedReplicas');
  const surplus = status(live, 'replicas') - wanted;
  if (ready < wanted) return unhealthy(`${ready} of ${wanted} replicas are ready`);
  if (surplus > 0) return unhealthy(`${surplus} replicas too many still run`);
  const onDelete = valueAt(live, ['spec', 'updateStrategy', 'type']) === 'OnDelete';
  const partition = count(live, ['spec', 'updateStrategy', 'rollingUpdate', 'partition'], 0);
  const toUpdate = onDelete ? 0 : Math.max(wanted - partition, 0);
  if (updated < toUpdate) return unhealthy(`${updated} of ${toUpdate} replicas are updated`);
  return settled(live);
}

function judgeJob(live: unknown): Verdict {
  const failed = findCondition(live, 'Failed');
  if (failed?.status === 'True') {
    return unhealthy(`failed: ${failed.reason}: ${failed.message}`, 'JobFailed');
  }
  if (isComplete(live)) return HEALTHY;
  // Whoever suspends a Job wants it so: kstatus calls it current.
  const suspended = findCondition(live, 'Suspended')?.status === 'True';
  if (suspended && valueAt(live, ['spec', 'suspend']) === true) return HEALTHY;
  return unhealthy(`is not complete: ${status(live, 'active')} of its pods are active`);
}

function judgePod(live: unknown): Verdict {
  const phase = valueAt(live, ['status', 'phase']);
  if (phase === 'Succeeded') return HEALTHY;
  if (phase === 'Failed') return unhealthy('has failed');
  const ready = findCondition(live, 'Ready');
  return ready?.status === 'True' ? healthySince(ready) : unhealthy('is not ready');
}

function isComplete(job: unknown): boolean {
  return findCondition(job, 'Complete')?.status === 'True';
}

/** A pod that becomes ready, or no longer is, changes the status of its workload. */
function settled(live: unknown): Verdict {
  const since = lastStatusChange(live);
  return since === undefined
    ? healthySince(findCondition(live, 'Available'))
    : { healthy: true, since };
}

function isStale(live: unknown): boolean {
  const generation = count(live, ['metadata', 'generation'], 0);
  return status(live, 'observedGeneration') < generation;
}

function stale(): Verdict {
  return unhealthy('its controller has not looked at its current generation yet', 'NotObserved');
}

function status(live: unknown, field: string): number {
  return count(live, ['status', field], 0);
}

function count(live: unknown, path: readonly string[], otherwise: number): number {
  const value = valueAt(live, path);
  return typeof value === 'number' ? value : otherwise;
}
