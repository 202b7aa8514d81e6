import { findCondition } from '../../cluster/conditions.ts';
import { listAt, textAt, valueAt } from '../../manifest/json.ts';

/** What keeps one pod from doing its work, as far as the pod itself tells. */
export type PodTrouble = {
  /** Of the table in cause-table.ts, else the reason that the kubelet gave. */
  cause: string;
  /** What to say after the pod's own name. */
  says: string;
  container?: string;
  /** Reasons of the pod's Warning events that tell more; `any` where the pod tells nothing itself. */
  events: readonly string[] | 'any';
  /** Whether a log of the container tells more: of its last run, or of this one. */
  log?: 'previous' | 'current';
};

/** Undefined for a pod that does its work, or has done it. */
export function podTrouble(pod: unknown): PodTrouble | undefined {
  const phase = textAt(pod, ['status', 'phase']);
  if (phase === 'Succeeded') return undefined;
  if (textAt(pod, ['metadata', 'deletionTimestamp']) !== '') {
    return { cause: 'BeingDeleted', says: 'is being deleted', events: ['FailedKillPod'] };
  }
  const container = containerTrouble(pod);
  const own = textAt(pod, ['status', 'reason']);
  if (phase === 'Failed' && own !== '') {
    return { cause: own, says: said(own, textAt(pod, ['status', 'message'])), events: [] };
  }
  if (container !== undefined && !isCreating(container)) return container;
  const scheduled = findCondition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') {
    const { reason, message } = scheduled;
    return { cause: reason || 'Unschedulable', says: said(reason, message), events: [] };
  }
  if (container !== undefined) return container;
  const ready = findCondition(pod, 'Ready');
  if (ready?.status === 'True') return undefined;
  if (ready?.reason === 'ReadinessGatesNotReady') {
    return { cause: ready.reason, says: said(ready.reason, ready.message), events: [] };
  }
  const says = phase === 'Running' ? 'is not ready' : 'its node has not begun with it';
  return { cause: phase === 'Running' ? 'NotReady' : 'ContainerCreating', says, events: 'any' };
}

/** The first container that blocks the pod: init containers run one after the other, before all others. */
function containerTrouble(pod: unknown): PodTrouble | undefined {
  const statuses = (field: string): unknown[] => listAt(pod, ['status', field]);
  const found = [
    ...statuses('initContainerStatuses').map((status) => troubleOf(status, true)),
    ...statuses('containerStatuses').map((status) => troubleOf(status, false)),
  ].filter((trouble) => trouble !== undefined);
  // Containers wait for the init containers, and say so; these say why.
  return found.find((trouble) => !isCreating(trouble)) ?? found[0];
}

function isCreating({ cause }: PodTrouble): boolean {
  return cause === 'ContainerCreating' || cause === 'PodInitializing';
}

const IMAGE_CAUSES = new Set(['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable']);

function troubleOf(status: unknown, isInit: boolean): PodTrouble | undefined {
  const container = textAt(status, ['name']);
  const trouble = (rest: Omit<PodTrouble, 'says' | 'container'>, says: string): PodTrouble => ({
    ...rest,
    container,
    says: `${isInit ? 'init container' : 'container'} ${container}: ${says}`,
  });
  const reason = textAt(status, ['state', 'waiting', 'reason']);
  if (reason === 'CrashLoopBackOff') {
    const last = ended(valueAt(status, ['lastState', 'terminated']));
    const cause = last?.reason === 'OOMKilled' ? last.reason : reason;
    const restarts = valueAt(status, ['restartCount']);
    const times = typeof restarts === 'number' ? `, after ${restarts} restarts` : '';
    const how = last === undefined ? '' : `, ${last.says}`;
    return trouble(
      { cause, events: ['Unhealthy'], log: 'previous' },
      `CrashLoopBackOff${how}${times}`,
    );
  }
  if (valueAt(status, ['state', 'waiting']) !== undefined) {
    const events = IMAGE_CAUSES.has(reason) ? ['Failed'] : 'any';
    const cause = reason || 'ContainerCreating';
    return trouble({ cause, events }, said(cause, textAt(status, ['state', 'waiting', 'message'])));
  }
  const end = ended(valueAt(status, ['state', 'terminated']));
  if (end !== undefined) {
    if (isInit && end.code === 0) return undefined;
    return trouble({ cause: end.reason, events: ['Unhealthy'], log: 'current' }, end.says);
  }
  // An init container that runs has its work to do, and one that is a sidecar says whether it has started.
  const isUp = isInit
    ? valueAt(status, ['started']) !== false
    : valueAt(status, ['ready']) === true;
  if (isUp || valueAt(status, ['state', 'running']) === undefined) return undefined;
  return trouble(
    { cause: 'NotReady', events: ['Unhealthy', 'ProbeError'] },
    'runs, but is not ready',
  );
}

function ended(terminated: unknown): { reason: string; code: unknown; says: string } | undefined {
  if (terminated === undefined) return undefined;
  const reason = textAt(terminated, ['reason']) || 'Error';
  const code = valueAt(terminated, ['exitCode']);
  const message = textAt(terminated, ['message']);
  const exit = `ended with exit code ${typeof code === 'number' ? code : 'unknown'} (${reason})`;
  return { reason, code, says: message === '' ? exit : `${exit}: ${message}` };
}

function said(reason: string, message: string): string {
  return message === '' ? reason : `${reason}: ${message}`;
}
