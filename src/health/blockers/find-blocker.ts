import { findCondition } from '../../cluster/conditions.ts';
import type { Client } from '../../cluster/client.ts';
import { getJson } from '../../cluster/get-json.ts';
import { textAt, valueAt } from '../../manifest/json.ts';
import { worstBlocker } from './blocker.ts';
import type { Blocker } from './blocker.ts';
import { judgePod } from './judge-pod.ts';
import { selectorQuery } from './label-selector.ts';
import { readLogTail } from './log-tail.ts';
import { readNewestWarning } from './newest-event.ts';
import { adviceOn } from './pod-reasons.ts';
import { newestReplicaSet, ownedBy, uidOf } from './pods-of.ts';

/**
 * Looks for what keeps a workload from being rolled out: its newest ReplicaSet, its pods, their containers, and the
 * newest event that tells more. Reads what the workload's own selector finds in its namespace, and nothing else.
 * @param workload a live Deployment, DaemonSet, StatefulSet or Job
 * @returns undefined where nothing is to be seen below it
 * @throws {ApiError} where the API server refuses it; the deadline's reason
 */
export async function findBlocker(
  client: Client,
  workload: unknown,
  kind: string,
): Promise<Blocker | undefined> {
  const selector = selectorQuery(workload);
  const namespace = textAt(workload, ['metadata', 'namespace']);
  if (selector === '' || namespace === '') return undefined;
  const list = async (path: string): Promise<unknown[]> => {
    const items = valueAt(await getJson(client, `${path}?limit=50&${selector}`), ['items']);
    return Array.isArray(items) ? items : [];
  };
  const inNamespace = `namespaces/${encodeURIComponent(namespace)}`;
  const owner =
    kind === 'Deployment'
      ? newestReplicaSet(workload, await list(`/apis/apps/v1/${inNamespace}/replicasets`))
      : workload;
  const ownerKind = kind === 'Deployment' ? 'ReplicaSet' : kind;
  const refused = refusal(owner, ownerKind);
  if (refused !== undefined) return refused;
  const pods = ownedBy(owner, await list(`/api/v1/${inNamespace}/pods`));
  const blocked = pods.flatMap((pod) => {
    const blocker = judgePod(pod);
    return blocker === undefined ? [] : [{ pod, blocker }];
  });
  const worst = worstBlocker(blocked.map(({ blocker }) => blocker));
  if (worst !== undefined) {
    const pod = blocked.find(({ blocker }) => blocker === worst)?.pod;
    return withMore(client, namespace, pod, worst);
  }
  // Of what makes pods and cannot, only its events tell.
  return pods.length > 0 || owner === undefined
    ? undefined
    : eventBlocker(client, namespace, uidOf(owner), []);
}

/** What keeps a ReplicaSet from making pods. */
function refusal(owner: unknown, kind: string): Blocker | undefined {
  const failure = findCondition(owner, 'ReplicaFailure');
  if (failure?.status !== 'True') return undefined;
  const name = `${kind} ${textAt(owner, ['metadata', 'namespace'])}/${textAt(owner, ['metadata', 'name'])}`;
  return {
    chain: [name],
    reason: failure.reason,
    message: failure.message,
    ...adviceOn(failure.reason),
  };
}

/** Adds what the pod alone does not say: the event behind a container that does not start, or its last words. */
async function withMore(
  client: Client,
  namespace: string,
  pod: unknown,
  blocker: Blocker,
): Promise<Blocker> {
  if (blocker.outlook === 'pending') {
    const told = await eventBlocker(client, namespace, uidOf(pod), blocker.chain);
    return told ?? blocker;
  }
  const place = blocker.chain.at(-1) ?? '';
  const container = /^(?:init )?container (.+)$/.exec(place)?.[1];
  if (container === undefined || !HAS_RUN.has(blocker.reason)) return blocker;
  const lines = await readLogTail(client, pod, container);
  if (lines.length === 0) return blocker;
  return { ...blocker, message: `${blocker.message}; its last lines: ${lines.join(' | ')}` };
}

/** The reasons of containers that have run, and may have said why they ended. */
const HAS_RUN: ReadonlySet<string> = new Set(['CrashLoopBackOff', 'Error', 'OOMKilled']);

async function eventBlocker(
  client: Client,
  namespace: string,
  uid: string,
  chain: readonly string[],
): Promise<Blocker | undefined> {
  const warning = await readNewestWarning(client, namespace, uid);
  return warning && { chain, ...warning, ...adviceOn(warning.reason) };
}
