import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import pLimit from 'p-limit';
import { readFiles } from '../../unit/support/read-files.ts';
import type { Fault } from './inject-fault.ts';
import { createLamp, lampIn, prepareUpgrade, runLamp } from './lamp.ts';
import type { Lamp, LampResult } from './lamp.ts';

export type Texts = Record<string, string>;

/** A lamp before its upgrade, and the files of its release directory before and after. */
export type Upgrade = { lamp: Lamp; before: Texts; after: Texts };

/** Makes a release directory that is to be upgraded, and finds out what it is then. */
export async function createUpgrade(test: TestContext): Promise<Upgrade> {
  const lamp = await createLamp(test);
  await prepareUpgrade(lamp);
  const whole = lampIn(lamp.work, path.join(lamp.work, 'whole'));
  await cp(lamp.out, whole.out, { recursive: true });
  const done = await runLamp(whole.args);
  assert.equal(done.status, 0, done.stderr);
  const [before, after] = [await readFiles(lamp.out), await readFiles(whole.out)];
  assert.notDeepEqual(after, before);
  return { lamp, before, after };
}

/** More changes than a rebase makes. */
const MOST_CHANGES = 200;

/**
 * Rebases again and again, each time into a copy of the directory and with the fault at a later change,
 * until one is through before its fault comes. Calls `check` for each that was disturbed.
 * @param into whether the release directory is there, or a new one is to be made
 */
export async function disturbAll(
  { lamp, after }: Upgrade,
  fault: Omit<Fault, 'root' | 'at'>,
  into: 'old' | 'new',
  check: (disturbed: Lamp, result: LampResult, at: number) => Promise<void>,
): Promise<void> {
  const limit = pLimit(2);
  let changes = MOST_CHANGES;
  const disturb = async (at: number): Promise<void> => {
    if (at > changes) return;
    const copy = lampIn(lamp.work, path.join(lamp.work, `disturbed-${at}`, 'out'));
    if (into === 'old') await cp(lamp.out, copy.out, { recursive: true });
    const root = path.dirname(copy.out);
    const result = await runLamp(copy.args, { fault: { ...fault, root, at } });
    if (result.status !== 0) return check(copy, result, at);
    changes = Math.min(changes, at - 1);
    if (into === 'old') assert.deepEqual(await readFiles(copy.out), after);
  };
  const all = Array.from({ length: MOST_CHANGES }, (_, index) => limit(() => disturb(index + 1)));
  await Promise.all(all);
  assert.ok(changes > 20 && changes < MOST_CHANGES, `${changes} changes were disturbed`);
}

/** The files of a release directory without those in the directories of a killed run. */
export function withoutStaging(files: Texts): Texts {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith('.rebase-')));
}

/** Whether both have the same files with the same texts. */
export function isSame(a: Texts, b: Texts): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
