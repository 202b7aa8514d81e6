import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../../cluster/api-error.ts';
import type { Client } from '../../cluster/client.ts';
import type { Blocker } from './blocker.ts';
import { blockerText } from './blocker.ts';
import { findBlocker } from './find-blocker.ts';

// A few kilobytes each time, and only while something is wrong.
const LOOK_EVERY = 1500;

/**
 * Looks again and again for what blocks a workload, as long as it is blocked, and tells whenever that changes.
 * @param workload the live object, undefined as long as it is healthy or not there
 * @param until ends it
 */
export async function followBlocker(
  client: Client,
  kind: string,
  workload: () => unknown,
  onChange: (blocker: Blocker | undefined) => void,
  until: AbortSignal,
): Promise<void> {
  let told = '';
  while (!until.aborted && !client.signal.aborted) {
    const live = workload();
    // oxlint-disable-next-line no-await-in-loop -- a poll
    const blocker = live === undefined ? undefined : await look(client, live, kind, until);
    if (until.aborted || client.signal.aborted) return;
    const text = blocker === undefined ? '' : blockerText(blocker);
    if (text !== told) onChange(blocker);
    told = text;
    const signal = AbortSignal.any([until, client.signal]);
    // oxlint-disable-next-line no-await-in-loop -- a poll
    await delay(LOOK_EVERY, undefined, { signal }).catch(() => {});
  }
}

/** It is a help: where it cannot be read, nothing is told. */
async function look(
  client: Client,
  live: unknown,
  kind: string,
  until: AbortSignal,
): Promise<Blocker | undefined> {
  return findBlocker(client, live, kind).catch((error: unknown) => {
    const isOver = until.aborted || client.signal.aborted;
    if (isOver || error instanceof ApiError) return undefined;
    throw error;
  });
}
