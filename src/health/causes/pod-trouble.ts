import { findCondition } from '../../cluster/conditions.ts';
import { listAt, textAt, valueAt } from '../../manifest/json.ts';
import { isSidecar } from '../../manifest/sidecar.ts';
import { rankOfCause } from './cause-table.ts';

/** What keeps one pod from doing its work, as far as the pod itself tells. */
export type PodTrouble = {
  /** Of the table in cause-table.ts, else the reason that the kubelet gave. */
  cause: string;
  /** What to say after the pod's own name. */
  says: string;
  container?: string;
  /** Reasons of the pod's Warning events that tell more; `any` where the pod tells nothing itself. */
  events: readonly string[] | 'any';
  /** Reasons of Warning events that are told beside these. */
  besides?: readonly string[];
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
  if (container !== undefined && !isBeginning(container)) return container;
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
  if (phase === 'Running') return { cause: 'NotReady', says: 'is not ready', events: 'any' };
  return textAt(pod, ['spec', 'nodeName']) === ''
    ? { cause: 'NotScheduled', says: 'no scheduler has looked at it', events: 'any' }
    : { cause: 'ContainerCreating', says: 'its node has not begun with it', events: 'any' };
}

/**
 * The container that blocks the pod, the worst of several and the first of equals: init containers run one after the
 * other, before all others.
 */
function containerTrouble(pod: unknown): PodTrouble | undefined {
  const statuses = (field: string): unknown[] => listAt(pod, ['status', field]);
  const found = [
    ...statuses('initContainerStatuses').map((status) =>
      troubleOf(status, isOfSidecar(pod, status) ? 'sidecar container' : 'init container'),
    ),
    ...statuses('containerStatuses').map((status) => troubleOf(status, 'container')),
  ].filter((trouble) => trouble !== undefined);
  // Containers wait for the init containers, and say so; these say why.
  const telling = found.filter((trouble) => !isBeginning(trouble));
  return telling.toSorted((a, b) => rankOfCause(a.cause) - rankOfCause(b.cause))[0] ?? found[0];
}

/** Whether a status is that of a sidecar. */
function isOfSidecar(pod: unknown, status: unknown): boolean {
  return listAt(pod, ['spec', 'initContainers']).some(
    (each) => textAt(each, ['name']) === textAt(status, ['name']) && isSidecar(each),
  );
}

/** Whether it is what every start looks like. */
export function isBeginning({ cause }: PodTrouble): boolean {
  return cause === 'ContainerCreating' || cause === 'PodInitializing';
}

const IMAGE_CAUSES = new Set(['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable']);

type Role = 'container' | 'init container' | 'sidecar container';

function troubleOf(status: unknown, role: Role): PodTrouble | undefined {
  const container = textAt(status, ['name']);
  const trouble = (rest: Omit<PodTrouble, 'says' | 'container'>, says: string): PodTrouble => ({
    ...rest,
    container,
    says: `${role} ${container}: ${says}`,
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
    const told: Pick<PodTrouble, 'events' | 'besides'> = IMAGE_CAUSES.has(reason)
      ? { events: ['Failed'], besides: ['FailedToRetrieveImagePullSecret'] }
      : { events: 'any' };
    const cause = reason || 'ContainerCreating';
    return trouble(
      { cause, ...told },
      said(cause, textAt(status, ['state', 'waiting', 'message'])),
    );
  }
  const end = ended(valueAt(status, ['state', 'terminated']));
  if (end !== undefined) {
    if (role === 'init container' && end.code === 0) return undefined;
    return trouble({ cause: end.reason, events: ['Unhealthy'], log: 'current' }, end.says);
  }
  if (valueAt(status, ['state', 'running']) === undefined) return undefined;
  if (role === 'init container') {
    return trouble(
      { cause: 'NotEnded', events: [], log: 'current' },
      'still runs, and all others wait for its end',
    );
  }
  // A sidecar whose startup probe has not passed holds up all others, and one that is not ready, the pod.
  const isUp = valueAt(status, ['ready']) === true && valueAt(status, ['started']) !== false;
  if (isUp) return undefined;
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
