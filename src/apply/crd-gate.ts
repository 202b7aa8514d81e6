import type { Client } from '../cluster/client.ts';
import { ApiError } from '../cluster/api-error.ts';
import { withRetries } from '../cluster/retry.ts';
import { valueAt } from '../manifest/json.ts';
import { judgeCrd } from '../cluster/crd-status.ts';
import type { CrdVerdict } from '../cluster/crd-status.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Lets the dependents of a CRD pass once its kind is served. */
export type CrdGate = {
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

/**
 * Opens the gate: one watch over all CRDs, which starts when the first CRD has to be waited for, from
 * the version before any was written, so that nothing is missed and no CRD is read again.
 */
export async function openCrdGate(client: Client): Promise<CrdGate> {
  const waiters = new Map<string, Waiter>();
  const seen = new Map<string, CrdVerdict>();
  const closing = new AbortController();
  let version = await currentVersion(client);
  let watching: Promise<void> | undefined;
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

  const watch = async (): Promise<void> => {
    const query = `?watch=1&resourceVersion=${encodeURIComponent(version)}`;
    const request = { method: 'GET', path: CRDS + query } as const;
    for await (const line of client.lines(request, closing.signal)) {
      const { type, object } = JSON.parse(line) as { type: string; object: unknown };
      // Most often 410 Gone: the version has expired.
      if (type === 'ERROR') return;
      const name = textAt(object, ['metadata', 'name']);
      judge(name, type === 'DELETED' ? DELETED : judgeCrd(object));
    }
  };

  /** Starts over after the watch broke: what happened meanwhile is only in the CRDs themselves. */
  const catchUp = async (): Promise<void> => {
    version = await currentVersion(client);
    seen.clear();
    for (const name of waiters.keys()) judge(name, await readVerdict(client, name));
  };

  const run = async (): Promise<void> => {
    const signal = AbortSignal.any([client.signal, closing.signal]);
    let isFirst = true;
    await withRetries(
      async () => {
        if (!isFirst) await catchUp();
        isFirst = false;
        await watch().catch((error: unknown) => {
          if (!(error instanceof ApiError && error.status === 410)) throw error;
        });
        throw new WatchEnded();
      },
      { signal },
    ).catch((error: unknown) => {
      failure = error as Error;
      for (const { reject } of waiters.values()) reject(failure);
      waiters.clear();
    });
  };

  return {
    established(name, crd) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (failure !== undefined) reject(failure);
      waiters.set(name, { resolve, reject });
      settle(name, judgeCrd(crd));
      // The watch may have been faster than the answer to the apply.
      settle(name, seen.get(name) ?? judgeCrd(crd));
      if (waiters.size > 0) watching ??= run();
      return promise;
    },
    close() {
      closing.abort();
    },
  };
}

/** The API server ends every watch after some minutes. */
class WatchEnded extends Error {
  override readonly name = 'WatchEnded';
  readonly code = 'WATCH_ENDED';
}

async function currentVersion(client: Client): Promise<string> {
  const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
  const path = `${CRDS}?limit=1`;
  const list: unknown = JSON.parse(await client.request({ method: 'GET', path, accept }));
  return textAt(list, ['metadata', 'resourceVersion']);
}

async function readVerdict(client: Client, name: string): Promise<CrdVerdict> {
  const path = `${CRDS}/${encodeURIComponent(name)}`;
  try {
    return judgeCrd(JSON.parse(await client.request({ method: 'GET', path })));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return DELETED;
    throw error;
  }
}

function textAt(value: unknown, path: readonly string[]): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}
