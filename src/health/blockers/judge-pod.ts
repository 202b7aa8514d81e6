import { findCondition } from '../../cluster/conditions.ts';
import { isJsonObject, textAt, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import { worstBlocker } from './blocker.ts';
import type { Blocker } from './blocker.ts';
import { adviceOn } from './pod-reasons.ts';

/** What keeps a pod from being ready; undefined for one that is, or has done its work. */
export function judgePod(pod: unknown): Blocker | undefined {
  if (findCondition(pod, 'Ready')?.status === 'True') return undefined;
  if (textAt(pod, ['status', 'phase']) === 'Succeeded') return undefined;
  const name = `Pod ${textAt(pod, ['metadata', 'namespace'])}/${textAt(pod, ['metadata', 'name'])}`;
  const blocker = (reason: string, message: string, place: readonly string[] = []): Blocker => ({
    chain: [name, ...place],
    reason,
    message,
    ...adviceOn(reason),
  });
  if (valueAt(pod, ['metadata', 'deletionTimestamp']) !== undefined) {
    return blocker('Terminating', 'it is being deleted');
  }
  const scheduled = findCondition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') return blocker(scheduled.reason, scheduled.message);
  const reason = textAt(pod, ['status', 'reason']);
  if (reason !== '') return blocker(reason, textAt(pod, ['status', 'message']));
  const containers = [
    ...containersOf(pod, 'initContainerStatuses', 'init container'),
    ...containersOf(pod, 'containerStatuses', 'container'),
  ].flatMap(({ status, place }) => {
    const found = judgeContainer(status);
    return found === undefined ? [] : [blocker(found.reason, found.message, [place])];
  });
  return worstBlocker(containers) ?? blocker(textAt(pod, ['status', 'phase']) || 'Pending', '');
}

function containersOf(
  pod: unknown,
  list: string,
  what: string,
): { status: JsonObject; place: string }[] {
  const statuses = valueAt(pod, ['status', list]);
  return (Array.isArray(statuses) ? statuses : [])
    .filter(isJsonObject)
    .map((status) => ({ status, place: `${what} ${textAt(status, ['name'])}` }));
}

function judgeContainer(status: JsonObject): { reason: string; message: string } | undefined {
  if (status.ready === true) return undefined;
  const waiting = valueAt(status, ['state', 'waiting']);
  const last = valueAt(status, ['lastState', 'terminated']);
  if (waiting !== undefined) {
    const reason = textAt(waiting, ['reason']);
    // Why it ended tells more than that it is not started again at once.
    return reason === 'CrashLoopBackOff' && last !== undefined
      ? { reason: endReason(last, reason), message: endMessage(last, status) }
      : { reason: reason || 'Waiting', message: textAt(waiting, ['message']) };
  }
  const ended = valueAt(status, ['state', 'terminated']);
  if (ended !== undefined) {
    const isDone = valueAt(ended, ['exitCode']) === 0;
    return isDone
      ? undefined
      : { reason: endReason(ended, 'Error'), message: endMessage(ended, status) };
  }
  return { reason: 'NotReady', message: 'it runs, and its readiness probe has not succeeded yet' };
}

function endReason(ended: unknown, otherwise: string): string {
  const reason = textAt(ended, ['reason']);
  return reason === '' || reason === 'Error' || reason === 'Completed' ? otherwise : reason;
}

function endMessage(ended: unknown, { restartCount }: JsonObject): string {
  const code = valueAt(ended, ['exitCode']);
  const restarts = typeof restartCount === 'number' ? restartCount : 0;
  const message = textAt(ended, ['message']).trim();
  const times =
    restarts === 0 ? '' : `, restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}`;
  return `it ended with status ${String(typeof code === 'number' ? code : 'unknown')}${times}${message === '' ? '' : `: ${message}`}`;
}
