import type { Measurement } from './measure-process.ts';

/** The median of each figure by itself. */
export function medianOf(measurements: readonly Measurement[]): Measurement {
  const of = (figure: keyof Measurement): number =>
    median(measurements.map((each) => each[figure]));
  return { wall: of('wall'), cpu: of('cpu'), memory: of('memory') };
}

/** NaN where there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
