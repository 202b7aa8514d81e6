import type { Client } from '../cluster/client.ts';
import { METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { withRetries } from '../cluster/retry.ts';
import { watchEvents } from '../cluster/watch-events.ts';
import { textAt } from '../manifest/json.ts';
import { judgeCrd } from '../cluster/crd-status.ts';
import type { CrdVerdict } from '../cluster/crd-status.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Lets the dependents of a CRD pass once its kind is served. */
export type CrdGate = {
  /** The resourceVersion of the CRDs when it was opened: it sees what changes after it. */
  version: string;
  /**
   * Resolves when the CRD is Established.
   * @param crd the CRD as the API server answered to the apply, which was made after the gate was opened
   * @throws {GateError} where waiting will not help; the deadline
   */
  established(name: string, crd: unknown): Promise<void>;
  close(): void;
};

/** A gate that will not open by waiting. */
export class GateError extends Error {
  override readonly name = 'GateError';
}

const DELETED: CrdVerdict = { state: 'failed', reason: 'somebody has deleted it since' };

type Waiter = { resolve: () => void; reject: (error: Error) => void };

// Each watch is a connection; one over all CRDs tells of every change of the others too, as whole CRDs.
const FEW = 4;

/**
 * Opens the gate: one watch over all CRDs, which starts when the first CRD has to be waited for, from
 * the version before any was written, so that nothing is missed and no CRD is read again.
 * @param expected how many CRDs will have to be waited for: few are watched one by one
 */
export async function openCrdGate(client: Client, expected = Infinity): Promise<CrdGate> {
  const waiters = new Map<string, Waiter>();
  const seen = new Map<string, CrdVerdict>();
  const closing = new AbortController();
  const opened = await currentVersion(client);
  /** By the name of the CRD that is watched, `''` for all. */
  const watching = new Map<string, Promise<void>>();
  /** Why nothing watches any longer. */
  let failure: Error | undefined;

  const settle = (name: string, verdict: CrdVerdict): void => {
    const waiter = waiters.get(name);
    if (waiter === undefined || verdict.state === 'pending') return;
    waiters.delete(name);
    if (verdict.state === 'established') waiter.resolve();
    else waiter.reject(new GateError(verdict.reason));
  };

  const judge = (name: string, verdict: CrdVerdict): void => {
    seen.set(name, verdict);
    settle(name, verdict);
  };

  const watch = async (watched: string, version: string): Promise<void> => {
    const selector =
      watched === '' ? '' : `fieldSelector=${encodeURIComponent(`metadata.name=${watched}`)}`;
    const events = watchEvents(client, CRDS, selector, version, closing.signal);
    for await (const { type, object } of events) {
      const name = textAt(object, ['metadata', 'name']);
      judge(name, type === 'DELETED' ? DELETED : judgeCrd(object));
    }
  };

  /** Starts over after the watch broke: what happened meanwhile is only in the CRDs themselves. */
  const catchUp = async (watched: string): Promise<string> => {
    const version = await currentVersion(client);
    const names = watched === '' ? [...waiters.keys()] : [watched];
    if (watched === '') seen.clear();
    for (const name of names) judge(name, await readVerdict(client, name));
    return version;
  };

  const run = async (watched: string): Promise<void> => {
    const signal = AbortSignal.any([client.signal, closing.signal]);
    let isFirst = true;
    await withRetries(
      async () => {
        const version = isFirst ? opened : await catchUp(watched);
        isFirst = false;
        await watch(watched, version);
      },
      { signal },
    ).catch((error: unknown) => {
      failure = error as Error;
      for (const { reject } of waiters.values()) reject(failure);
      waiters.clear();
    });
  };

  return {
    version: opened,
    established(name, crd) {
      if (failure !== undefined) return Promise.reject(failure);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiters.set(name, { resolve, reject });
      settle(name, judgeCrd(crd));
      // The watch may have been faster than the answer to the apply.
      const earlier = seen.get(name);
      if (earlier !== undefined) settle(name, earlier);
      const watched = expected <= FEW ? name : '';
      if (waiters.has(name) && !watching.has(watched)) watching.set(watched, run(watched));
      return promise;
    },
    close() {
      closing.abort();
    },
  };
}

async function currentVersion(client: Client): Promise<string> {
  const list = await getJson(client, `${CRDS}?limit=1`, METADATA_LIST);
  return textAt(list, ['metadata', 'resourceVersion']);
}

async function readVerdict(client: Client, name: string): Promise<CrdVerdict> {
  const crd = await getJson(client, `${CRDS}/${encodeURIComponent(name)}`);
  return crd === undefined ? DELETED : judgeCrd(crd);
}
