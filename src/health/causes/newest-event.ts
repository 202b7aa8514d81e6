import { textAt } from '../../manifest/json.ts';

/** A Warning event about one object. */
export type Warning = { reason: string; message: string; at: number };

/**
 * The newest of some events.
 * @param reasons which are wanted; `any` leaves out those that tell nothing of a pod that has a node
 */
export function newestWarning(
  events: readonly unknown[],
  reasons: readonly string[] | 'any',
): Warning | undefined {
  const isWanted = ({ reason }: Warning): boolean =>
    reasons === 'any' ? !TELL_NOTHING.has(reason) : reasons.includes(reason);
  return events
    .map((event): Warning => ({
      reason: textAt(event, ['reason']),
      message: textAt(event, ['message']),
      at: timeOf(event),
    }))
    .filter(isWanted)
    .toSorted((a, b) => b.at - a.at)[0];
}

const TELL_NOTHING = new Set(['BackOff', 'FailedScheduling']);

// An event has the times of one of its two APIs, or of both.
const TIMES = [
  ['series', 'lastObservedTime'],
  ['lastTimestamp'],
  ['eventTime'],
  ['metadata', 'creationTimestamp'],
];

/** When an event was last seen, in milliseconds; 0 where it does not say. */
export function timeOf(event: unknown): number {
  const times = TIMES.map((path) => Date.parse(textAt(event, path)));
  return times.find((time) => !Number.isNaN(time)) ?? 0;
}
