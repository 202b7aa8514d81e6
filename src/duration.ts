const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The longest delay of a timer, about 24 days: longer ones would fire at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Milliseconds of a duration as Go writes it: `90s`, `1m30s`, `1.5h`, `500ms`.
 * Undefined for anything else, and for what is not above zero or too long for a timer.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  const total = [...parts].reduce(
    (sum, [, amount = '', unit = '']) => sum + Number(amount) * (UNITS[unit] ?? Number.NaN),
    0,
  );
  return total > 0 && total <= LONGEST ? total : undefined;
}

/** Milliseconds for people: `0.42 s`, `1m30s`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
