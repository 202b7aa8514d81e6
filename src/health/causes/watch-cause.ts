import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../../cluster/api-error.ts';
import type { Client } from '../../cluster/client.ts';
import { observeSelected } from '../../cluster/observe.ts';
import { textAt, valueAt } from '../../manifest/json.ts';
import type { Check, Unhealthy, Verdict } from '../check.ts';
import { workloadJudge } from '../judge-workload.ts';
import { causeOf } from './cause.ts';
import type { Cause } from './cause.ts';
import { findAbsenceCause } from './find-absence-cause.ts';
import { findWorkloadCause } from './find-cause.ts';
import { findServiceCause } from './find-service-cause.ts';
import { selectorQuery } from './selector-query.ts';

// What happens together is looked at together, and what goes on and on, not all the time.
const SETTLE = 250;
const PAUSE = 750;

/** Told what a check sees; tells in turn why that is not healthy. */
export type CauseWatch = { see: (live: unknown, verdict: Verdict) => void };

/**
 * Follows why a check is not healthy, for as long as it is not: reads again when the object, its pods or the verdict
 * have changed, and after each watch where they have told nothing.
 * @param told the cause, whenever it has been looked for; undefined for none
 * @param failed told of an error that is no answer of the API server
 * @param until ends all of it
 */
export function watchCause(
  client: Client,
  check: Check,
  { told, failed }: { told: (cause: Cause | undefined) => void; failed: (error: unknown) => void },
  until: AbortSignal,
): CauseWatch {
  const namespace = check.id.namespace || 'default';
  const isWorkload = workloadJudge(check.id.group, check.id.kind) !== undefined;
  const service = check.calls ?? check.behind;
  let live: unknown;
  let verdict: Verdict | undefined;
  let following: PodWatch | undefined;
  let known: { state: string; isEnough: boolean } | undefined;

  /** Before a controller has seen the workload as it is, its pods are those of what it was. */
  const isToBeRead = (): boolean => {
    if (verdict === undefined || verdict.healthy) return false;
    if (isMissing(verdict)) return check.id.namespace !== '';
    if (check.calls !== undefined) return !SPEAK_FOR_THEMSELVES.has(verdict.cause ?? '');
    if (check.behind !== undefined) return live !== undefined;
    return isWorkload && live !== undefined && !SPEAK_FOR_THEMSELVES.has(verdict.cause ?? '');
  };
  const generation = (): unknown => valueAt(live, ['metadata', 'generation']);

  const findCause = (now: Unhealthy, pods: readonly unknown[]): Promise<Cause | undefined> => {
    if (isMissing(now)) return findAbsenceCause(client, check.id.namespace);
    if (service !== undefined) return findServiceCause(client, service);
    return findWorkloadCause(client, { id: check.id, live, pods });
  };

  const look = async (): Promise<void> => {
    const pods = following?.pods();
    if (verdict === undefined || verdict.healthy || !isToBeRead()) return;
    // Their first list comes at once, and has this called again.
    if (following !== undefined && pods === undefined) return;
    const state = JSON.stringify([verdict, versionOf(live), (pods ?? []).map(versionOf)]);
    if (known?.isEnough === true && known.state === state) return;
    const before = generation();
    const own = ownCause(check, verdict);
    const found = await findCause(verdict, pods ?? []);
    const cause = merged(own, found);
    known = { state, isEnough: cause !== undefined && cause.outcome !== 'pending' };
    // It may have healed meanwhile, or have become another.
    if (!until.aborted && isToBeRead() && generation() === before) told(cause);
  };
  const again = paced(look, until, failed);

  const follow = (): void => {
    const selector = selectorQuery(valueAt(live, ['spec', 'selector']));
    if (following?.selector === selector) return;
    following?.end();
    following =
      selector === undefined
        ? undefined
        : watchPods(client, { namespace, selector }, { changed: again, failed }, until);
  };

  return {
    see(seen, now) {
      live = seen;
      verdict = now;
      if (now.healthy) {
        following?.end();
        following = undefined;
        known = undefined;
        told(undefined);
        return;
      }
      // What does not exist has told all that it tells itself.
      if (!isToBeRead() || (isMissing(now) && known === undefined)) told(ownCause(check, now));
      if (!isToBeRead()) return;
      if (service === undefined) follow();
      again();
    },
  };
}

const SPEAK_FOR_THEMSELVES = new Set([
  'NotObserved',
  'BeingDeleted',
  'Paused',
  'FailedCreate',
  'NoServicePort',
  'NoTargetPort',
]);

function isMissing({ cause }: Unhealthy): boolean {
  return cause === 'Missing';
}

function ownCause({ id, calls }: Check, { cause, reason }: Unhealthy): Cause | undefined {
  if (cause === undefined) return undefined;
  const { namespace, name } = calls ?? id;
  return causeOf(cause, [], { namespace: namespace || 'default', name }, reason);
}

/** What an object says itself, with what was found below it; the latter says more unless the former is certain. */
function merged(own: Cause | undefined, found: Cause | undefined): Cause | undefined {
  if (own === undefined || found === undefined) return found ?? own;
  if (own.outcome !== 'certain') return found;
  const { links, log } = found;
  return { ...own, links, ...(log === undefined ? {} : { log }) };
}

function versionOf(live: unknown): string {
  return textAt(live, ['metadata', 'resourceVersion']);
}

type PodWatch = {
  selector: string;
  /** Undefined until they have been listed. */
  pods: () => readonly unknown[] | undefined;
  end: () => void;
};

function watchPods(
  client: Client,
  { namespace, selector }: { namespace: string; selector: string },
  { changed, failed }: { changed: () => void; failed: (error: unknown) => void },
  until: AbortSignal,
): PodWatch {
  const ended = new AbortController();
  const signal = AbortSignal.any([until, ended.signal]);
  let pods: readonly unknown[] | undefined;
  const see = (seen: readonly unknown[]): boolean => {
    pods = seen;
    changed();
    return false;
  };
  const resource = { apiVersion: 'v1', plural: 'pods', namespace };
  observeSelected(client, resource, selector, { see, onTrouble: () => {} }, signal).catch(
    (error: unknown) => {
      // Who may not read pods still learns what the workload says.
      if (!signal.aborted && !client.signal.aborted && !(error instanceof ApiError)) failed(error);
    },
  );
  return {
    selector,
    pods: () => pods,
    end: () => {
      ended.abort();
    },
  };
}

/** Has `work` done soon after each call, never twice at once, and not more often than it is worth. */
function paced(
  work: () => Promise<void>,
  until: AbortSignal,
  failed: (error: unknown) => void,
): () => void {
  let isWanted = false;
  let isRunning = false;
  const run = async (): Promise<void> => {
    while (isWanted) {
      await delay(SETTLE, undefined, { signal: until });
      isWanted = false;
      await work();
      await delay(PAUSE, undefined, { signal: until });
    }
  };
  return () => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    run()
      .catch((error: unknown) => {
        if (!until.aborted) failed(error);
      })
      .finally(() => {
        isRunning = false;
      });
  };
}
