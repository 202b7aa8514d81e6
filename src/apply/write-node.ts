import type { LimitFunction } from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { resourceOf } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import type { PlanNode } from '../plan/plan.ts';
import type { Before } from './before.ts';
import type { KeptObjects } from './judge-shared.ts';
import type { CrdSteps } from './crd-step.ts';
import { isApplied } from './before.ts';
import { readState } from './existing-states.ts';
import { TerminatingError } from './failure.ts';
import { NotServedError } from './served-kinds.ts';
import type { ServedKinds } from './served-kinds.ts';
import { isJudgedByContent, isNotServed, notWritten, writeObject } from './write-object.ts';
import type { Written } from './write-object.ts';

// A kind's endpoint follows its CRD's Established with a delay, usually of milliseconds.
const SERVED_WITHIN = 10_000;
// So does what it makes of a CRD that has changed: until then it judges by the old schema.
const CHANGED_WITHIN = 3000;

export type WriteContext = {
  client: Client;
  /** Bounds how many objects are written at once. */
  limit: LimitFunction;
  before: Before;
  kept: KeptObjects;
  crdSteps: CrdSteps;
  served: ServedKinds;
  /** Milliseconds since the start of the run. */
  clock: () => number;
};

/** Told what an object waits for, for the case that the deadline passes. */
export type Wait = (waitingFor: string) => void;

/**
 * Writes one object whose dependencies are met, unless it is recorded to be as it should.
 * @param crdChanged whether this run has changed the CRD of its kind
 */
export async function writeNode(
  node: PlanNode,
  crdChanged: boolean,
  context: WriteContext,
  wait: Wait,
): Promise<Written> {
  const { client, limit, before, kept, crdSteps, served, clock } = context;
  const { manifest } = node;
  const { apiVersion, kind: kindName } = manifest.outline;
  const isKnown = node.kind !== undefined;
  if (!isKnown) wait(`the API server to serve ${kindName} in ${apiVersion}`);
  const kind = node.kind ?? (await served(apiVersion, kindName));
  const resource = resourceOf(apiVersion, kind, node.id);

  wait('the API server');
  const readyAt = clock();
  const mayAppear = !isKnown || node.dependencies.some(({ gate }) => gate === 'established');
  const isEarly = (error: unknown): boolean => {
    const since = clock() - readyAt;
    if (isNotServed(error)) return mayAppear && since < SERVED_WITHIN;
    return crdChanged && isJudgedByContent(error) && since < CHANGED_WITHIN;
  };
  return limit(async () => {
    // Before its CRD was changed, its version may not have been served.
    const isFound = isKnown && (!crdChanged || before.states.has(node.key));
    const existing = isFound
      ? before.states.get(node.key)
      : await readState(client, resource, node.id.name);
    if (existing?.deleting === true && node.id.kind === 'Namespace') throw new TerminatingError();
    if (existing !== undefined && isApplied(before, node.key, manifest, existing)) {
      return notWritten(existing);
    }
    const keptFor = kept.get(node.key);
    if (existing !== undefined && keptFor !== undefined) {
      return { ...notWritten(existing), action: 'kept', note: keptFor };
    }
    const onRetry = (error: Error): void => {
      wait(`the API server (${error.message})`);
    };
    const write = async (): Promise<Written> => {
      try {
        return await writeObject(client, resource, node.id.name, manifest, existing, { onRetry });
      } catch (error) {
        throw isEarly(error) ? new NotServedError(apiVersion, kindName, error) : error;
      }
    };
    // The write itself has retried whatever else is transient.
    const isFinal = async (error: Error): Promise<boolean> => !(error instanceof NotServedError);
    const writeInTime = (): Promise<Written> =>
      withRetries(write, { signal: client.signal, isFinal });
    return crdSteps.get(node.key)?.run(writeInTime) ?? writeInTime();
  });
}
