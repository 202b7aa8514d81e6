import type { Measurement } from './measure-process.ts';

/** One measurement as text: `1.23 s wall, 0.50 s CPU, 99 MB peak`. */
export function formatFigures({ wall, cpu, memory }: Measurement): string {
  return `${formatSeconds(wall)} wall, ${formatSeconds(cpu)} CPU, ${formatMegabytes(memory)} peak`;
}

/** @param milliseconds `1234.5` → `1.23 s` */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** `98765432` → `99 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
