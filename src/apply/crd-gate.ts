import type { Client } from '../cluster/client.ts';
import { METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { withRetries } from '../cluster/retry.ts';
import { watchEvents } from '../cluster/watch-events.ts';
import { textAt } from '../manifest/json.ts';
import { judgeCrd } from '../cluster/crd-status.ts';
import type { CrdVerdict } from '../cluster/crd-status.ts';
import { isLeftHalfEstablished, remindOfCrd } from './remind-of-crd.ts';

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

/** A gate that will not open by waiting, and what to do about it. */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly hint: string;

  constructor(reason: string, hint = 'look at it with kubectl describe, then apply again') {
    super(reason);
    this.hint = hint;
  }
}

const DELETED: CrdVerdict = {
  state: 'failed',
  reason: 'somebody has deleted it since',
  hint: 'find out who, then apply again',
};

type Waiter = { resolve: () => void; reject: (error: Error) => void };

/**
 * Opens the gate: one watch over all CRDs, which starts when the first CRD has to be waited for, from
 * the version before any was written, so that nothing is missed and no CRD is read again.
 */
export async function openCrdGate(client: Client): Promise<CrdGate> {
  const waiters = new Map<string, Waiter>();
  const seen = new Map<string, CrdVerdict>();
  const closing = new AbortController();
  const opened = await currentVersion(client);
  let version = opened;
  let watching: Promise<void> | undefined;
  /** Whether something may have happened that no watch has told. */
  let hasGap = false;
  /** Why nothing watches any longer. */
  let failure: Error | undefined;

  const settle = (name: string, verdict: CrdVerdict): void => {
    const waiter = waiters.get(name);
    if (waiter === undefined || verdict.state === 'pending') return;
    waiters.delete(name);
    if (verdict.state === 'established') waiter.resolve();
    else waiter.reject(new GateError(verdict.reason, verdict.hint));
  };

  const judge = (name: string, verdict: CrdVerdict): void => {
    seen.set(name, verdict);
    settle(name, verdict);
  };

  const watch = async (): Promise<void> => {
    for await (const { type, object } of watchEvents(client, CRDS, '', version, closing.signal)) {
      const name = textAt(object, ['metadata', 'name']);
      judge(name, type === 'DELETED' ? DELETED : judgeCrd(object));
    }
  };

  /** Starts over after the watch broke: what happened meanwhile is only in the CRDs themselves. */
  const catchUp = async (): Promise<void> => {
    hasGap = true;
    version = await currentVersion(client);
    seen.clear();
    for (const name of waiters.keys()) {
      const crd = await readCrd(client, name);
      judge(name, verdictOf(crd));
      if (isLeftHalfEstablished(crd)) await remindOfCrd(client, pathOf(name));
    }
  };

  const run = async (): Promise<void> => {
    const signal = AbortSignal.any([client.signal, closing.signal]);
    let isFirst = true;
    await withRetries(
      async () => {
        if (!isFirst) await catchUp();
        isFirst = false;
        await watch();
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
      if (waiters.size > 0) watching ??= run();
      if (hasGap && waiters.has(name)) {
        // It may have been Established in the gap; where it cannot be read, the next gap tells.
        void readCrd(client, name).then(
          (live) => settle(name, verdictOf(live)),
          () => {},
        );
      }
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

function readCrd(client: Client, name: string): Promise<unknown> {
  return getJson(client, pathOf(name));
}

function verdictOf(crd: unknown): CrdVerdict {
  return crd === undefined ? DELETED : judgeCrd(crd);
}

function pathOf(name: string): string {
  return `${CRDS}/${encodeURIComponent(name)}`;
}
