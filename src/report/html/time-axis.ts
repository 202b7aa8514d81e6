/** A scale of time that begins at 0, in milliseconds. */
export type TimeAxis = { end: number; ticks: { at: number; label: string }[] };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 5, 10, 24, 48, 120, 240].map((hours) => hours * HOUR),
];

// More labels would touch each other on a small phone; so would as many of those that are longer than `0.5 s`.
const MOST_STEPS = 5;
const MOST_LONG_STEPS = 3;
const SHORT_LABEL = 5;

/** The scale for something that took so many milliseconds: a few round steps, of which the last one covers the end. */
export function timeAxis(duration: number): TimeAxis {
  const hasRoom = (step: number): boolean => {
    const count = stepsOf(step, duration);
    const isLong = label(count * step, step).length > SHORT_LABEL;
    return count <= (isLong ? MOST_LONG_STEPS : MOST_STEPS);
  };
  const step = STEPS.find(hasRoom) ?? duration / MOST_STEPS;
  const count = stepsOf(step, duration);
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  return { end: count * step, ticks: ticks.map((at) => ({ at, label: label(at, step) })) };
}

function stepsOf(step: number, duration: number): number {
  return Math.max(1, Math.ceil(duration / step));
}

function label(at: number, step: number): string {
  if (at === 0) return '0';
  if (step >= HOUR) return `${round(at / HOUR)} h`;
  if (step >= MINUTE) return `${round(at / MINUTE)} min`;
  if (step >= SECOND) return `${round(at / SECOND)} s`;
  return step >= 100 ? `${round(at / SECOND)} s` : `${round(at)} ms`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

/** A part of a whole, as a length in a picture: `12.5%`. */
export function percentOf(part: number, whole: number): string {
  return `${Math.round((part / whole) * 10_000) / 100}%`;
}
