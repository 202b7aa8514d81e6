import { criticalPath, lastAwaited, neverReady } from './critical-path.ts';
import type { TimedObject } from './shown-object.ts';
import { timeAxis } from './time-axis.ts';
import type { TimeAxis } from './time-axis.ts';

/** How the bar of an object looks; `blocked` has none, since its turn never came. */
export type BarState = 'done' | 'failed' | 'waiting' | 'blocked';

export type TimelineRow = {
  object: TimedObject;
  state: BarState;
  isCritical: boolean;
  /** The key of what it waited for last. */
  awaited: string | undefined;
};

export type Timeline = {
  axis: TimeAxis;
  /** The keys of the critical path, in the order of time. */
  path: string[];
  /** In the order in which the objects became ready; those whose turn never came are last. */
  rows: TimelineRow[];
};

/**
 * Lays out what a run did with its objects.
 * @param applied in the order of the plan
 * @param pruned what came after all of these, and is on no path
 * @param duration of the run, milliseconds
 */
export function layOutTimeline(
  applied: readonly TimedObject[],
  pruned: readonly TimedObject[],
  duration: number,
): Timeline {
  const objects = [...applied, ...pruned];
  const path = criticalPath(applied);
  const critical = new Set(path);
  const awaited = lastAwaited(objects);
  const idle = neverReady(objects);
  const rows = objects.map((object): TimelineRow => ({
    object,
    state: stateOf(object, idle),
    isCritical: critical.has(object.key),
    awaited: awaited.get(object.key),
  }));
  const end = objects.reduce((latest, { doneAt }) => Math.max(latest, doneAt), duration);
  return { axis: timeAxis(end), path, rows: rows.toSorted(byTime) };
}

function stateOf({ key, action }: TimedObject, idle: ReadonlySet<string>): BarState {
  if (idle.has(key)) return 'blocked';
  if (action === 'failed' || action === 'waiting') return action;
  // What is skipped without an object to blame waited for one that no tree has.
  return action === 'skipped' ? 'blocked' : 'done';
}

function byTime(a: TimelineRow, b: TimelineRow): number {
  const order = (row: TimelineRow): number => (row.state === 'blocked' ? 1 : 0);
  return order(a) - order(b) || a.object.readyAt - b.object.readyAt;
}

/**
 * Those rows that a page has room for, in their order: what failed, then the critical path, then what took
 * longest.
 */
export function chooseRows(rows: readonly TimelineRow[], room: number): TimelineRow[] {
  if (rows.length <= room) return [...rows];
  const rank = ({ state, isCritical }: TimelineRow): number =>
    state === 'failed' ? 0 : isCritical ? 1 : state === 'waiting' ? 2 : state === 'blocked' ? 4 : 3;
  const chosen = new Set(
    rows.toSorted((a, b) => rank(a) - rank(b) || timeTaken(b) - timeTaken(a)).slice(0, room),
  );
  return rows.filter((row) => chosen.has(row));
}

/** Milliseconds from ready to done. */
export function timeTaken({ object }: TimelineRow): number {
  return object.doneAt - object.readyAt;
}
