import type { Client } from '../../cluster/client.ts';
import { findCondition } from '../../cluster/conditions.ts';
import { textAt, valueAt } from '../../manifest/json.ts';
import type { ObjectId } from '../../manifest/object.ts';
import { causeOf, worstOf } from './cause.ts';
import type { Cause } from './cause.ts';
import { isKnownCause, rankOfCause, ruleOf } from './cause-table.ts';
import { readLogTail } from './log-tail.ts';
import { newestWarning } from './newest-event.ts';
import { isCurrent, newestReplicaSet, ownedBy } from './owned.ts';
import { isBeginning, podTrouble } from './pod-trouble.ts';
import type { PodTrouble } from './pod-trouble.ts';
import { listOnce, readNamed } from '../../cluster/read-once.ts';
import { selectorQuery } from './selector-query.ts';

/** A workload that is not rolled out, as it was last seen. */
export type BlockedWorkload = {
  id: ObjectId;
  live: unknown;
  /** Those that its selector selects. */
  pods: readonly unknown[];
};

/**
 * What blocks a workload: the newest ReplicaSet of a Deployment, the pods, their containers, events and logs.
 * Reads only what belongs to the workload; what cannot be read leaves the cause shorter. Undefined where there
 * is nothing to be told but that it goes on.
 */
export async function findWorkloadCause(
  client: Client,
  { id, live, pods }: BlockedWorkload,
): Promise<Cause | undefined> {
  const namespace = id.namespace || 'default';
  if (id.kind === 'Pod') return findPodCause(client, namespace, live);
  const maker = await makerOf(client, id, live, namespace);
  if (maker === undefined) return undefined;
  const owned = ownedBy(textAt(maker.live, ['metadata', 'uid']), pods);
  const [first] = rankedTroubles(id.kind === 'Job' ? owned : unreplaced(owned));
  const found = first && (await explained(client, namespace, first));
  const isDoubtful = found?.outcome === 'certain' && !isCurrent(id.kind, live, first?.pod);
  const ofPod: Cause | undefined = isDoubtful ? { ...found, outcome: 'bad' } : found;
  if (ofPod !== undefined && ofPod.outcome !== 'pending') return ofPod;
  return worstOf([ofPod, await creationCause(client, { ...maker, namespace }, owned)]);
}

/** Of a pod that nobody made: it is what the cause is told of. */
async function findPodCause(
  client: Client,
  namespace: string,
  pod: unknown,
): Promise<Cause | undefined> {
  const trouble = podTrouble(pod);
  if (trouble === undefined) return undefined;
  const cause = await explained(client, namespace, { pod, trouble });
  return { ...cause, links: cause.links.slice(1) };
}

type Maker = { kind: string; name: string; live: unknown; wanted: number };

/** Who makes the workload's pods. */
async function makerOf(
  client: Client,
  { kind, name }: ObjectId,
  live: unknown,
  namespace: string,
): Promise<Maker | undefined> {
  if (kind !== 'Deployment') return { kind, name, live, wanted: wantedPods(kind, live) };
  const selector = selectorQuery(valueAt(live, ['spec', 'selector']));
  if (selector === undefined) return undefined;
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/replicasets`;
  const newest = newestReplicaSet(live, await listOnce(client, path, selector));
  if (newest === undefined) return undefined;
  const [ownName, wanted] = [textAt(newest, ['metadata', 'name']), wantedPods('', newest)];
  return { kind: 'ReplicaSet', name: ownName, live: newest, wanted };
}

function wantedPods(kind: string, live: unknown): number {
  const path = {
    DaemonSet: ['status', 'desiredNumberScheduled'],
    Job: ['spec', 'parallelism'],
  }[kind] ?? ['spec', 'replicas'];
  const found = valueAt(live, path);
  return typeof found === 'number' ? found : 1;
}

/** Without failed pods that others stand in for: those stay until they are cleaned up. */
export function unreplaced(pods: readonly unknown[]): readonly unknown[] {
  const alive = pods.filter((pod) => textAt(pod, ['status', 'phase']) !== 'Failed');
  return alive.length === 0 ? pods : alive;
}

export type Troubled = { pod: unknown; trouble: PodTrouble };

/** What is wrong with pods, the worst and newest first; of those that only begin, the rest tells more. */
export function rankedTroubles(pods: readonly unknown[]): Troubled[] {
  const rank = ({ trouble: { cause } }: Troubled): number => rankOfCause(cause);
  return pods
    .flatMap((pod): Troubled[] => {
      const trouble = podTrouble(pod);
      return trouble === undefined ? [] : [{ pod, trouble }];
    })
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(isBeginning(a.trouble)) - Number(isBeginning(b.trouble)) ||
        createdAt(b.pod) - createdAt(a.pod),
    );
}

function createdAt(object: unknown): number {
  return Date.parse(textAt(object, ['metadata', 'creationTimestamp'])) || 0;
}

/** A pod's trouble with what its events, its node and its container's log add. */
export async function explained(
  client: Client,
  namespace: string,
  { pod, trouble }: Troubled,
): Promise<Cause> {
  const name = textAt(pod, ['metadata', 'name']);
  const { container } = trouble;
  const links = [`Pod ${namespace}/${name}`, trouble.says];
  const subject = { namespace, name, pod: name, ...(container === undefined ? {} : { container }) };
  const isWaiting = ruleOf(trouble.cause, '').outcome === 'pending';
  const events = await warningsAbout(client, namespace, pod, trouble.events);
  const warning = newestWarning(events, trouble.events);
  for (const told of [newestWarning(events, trouble.besides ?? []), warning]) {
    if (told !== undefined && !links.some((link) => link.includes(told.message))) {
      links.push(`${told.reason}: ${told.message}`);
    }
  }
  const node = isWaiting && warning === undefined ? await nodeTrouble(client, pod) : undefined;
  if (node !== undefined) return causeOf(node.cause, [...links, node.says], subject);
  const tells = isWaiting && warning !== undefined && isKnownCause(warning.reason);
  const cause = tells ? warning.reason : trouble.cause;
  if (trouble.log === undefined || container === undefined) return causeOf(cause, links, subject);
  const lines = await readLogTail(client, { namespace, pod: name, container }, trouble.log);
  const last = lines.at(-1);
  if (last === undefined) return causeOf(cause, links, subject);
  const found = causeOf(cause, [...links, `last line of its log: ${last}`], subject);
  return { ...found, log: { pod: name, container, lines } };
}

/** The Warnings about an object, where any are wanted. */
async function warningsAbout(
  client: Client,
  namespace: string,
  object: unknown,
  reasons: readonly string[] | 'any',
): Promise<readonly unknown[]> {
  const uid = textAt(object, ['metadata', 'uid']);
  if (reasons.length === 0 || uid === '') return [];
  const selector = encodeURIComponent(`involvedObject.uid=${uid},type=Warning`);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
  return listOnce(client, path, `fieldSelector=${selector}`);
}

async function nodeTrouble(
  client: Client,
  pod: unknown,
): Promise<{ cause: string; says: string } | undefined> {
  const name = textAt(pod, ['spec', 'nodeName']);
  if (name === '') return undefined;
  const found = await readNamed(client, '/api/v1/nodes', name);
  if (found === undefined) return undefined;
  const { object: node } = found;
  if (node === undefined) return { cause: 'NodeMissing', says: `Node ${name}: does not exist` };
  const ready = findCondition(node, 'Ready');
  if (ready === undefined || ready.status === 'True') return undefined;
  const said = `Node ${name}: is not ready (${ready.reason}: ${ready.message})`;
  return { cause: 'NodeNotReady', says: said };
}

/** Why fewer pods are made than are wanted. */
async function creationCause(
  client: Client,
  { kind, name, live, wanted, namespace }: Maker & { namespace: string },
  pods: readonly unknown[],
): Promise<Cause | undefined> {
  if (pods.length >= wanted) return undefined;
  const subject = { namespace, name };
  const link = `${kind} ${namespace}/${name}`;
  const failure = findCondition(live, 'ReplicaFailure');
  if (failure?.status === 'True') {
    const said = `${failure.reason}: ${failure.message}`;
    return causeOf(failure.reason, [kind === 'ReplicaSet' ? `${link}: ${said}` : said], subject);
  }
  const reasons = ['FailedCreate'];
  const warning = newestWarning(await warningsAbout(client, namespace, live, reasons), reasons);
  // An event stays for an hour: one before the newest pod has been overcome.
  if (warning === undefined || pods.some((pod) => createdAt(pod) > warning.at)) return undefined;
  const said = `${warning.reason}: ${warning.message}`;
  return causeOf(warning.reason, [kind === 'ReplicaSet' ? `${link}: ${said}` : said], subject);
}
