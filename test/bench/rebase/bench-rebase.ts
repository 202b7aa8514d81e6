import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROGRAM } from '../../cluster/support/program.ts';
import { GATEWAY_API, UPSTREAM } from '../../cluster/support/upstream.ts';
import { formatFigures } from '../format-figures.ts';
import { measureProcess } from '../measure-process.ts';
import type { MeasuredProcess, Measurement } from '../measure-process.ts';

import { medianOf } from '../median.ts';

const BUNDLE = path.join(UPSTREAM, 'ossm-bundle/3.3.6');
const CRDS = path.join(UPSTREAM, 'gateway-api/v1.1.0/standard');
const PARSE_YAML = path.join(import.meta.dirname, 'parse-yaml.ts');

/** The medians of a rebase, and of the floor below it. */
export type RebaseResult = { rebase: Measurement; floor: Measurement };

/** Measures the rebase of a recent bundle beside reading the same YAML and nothing else. */
export async function benchRebase(rounds: number): Promise<RebaseResult> {
  const work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
  try {
    const [rebases, floors]: [Measurement[], Measurement[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      rebases.push(await measureNode(rebaseArguments(path.join(work, String(round)))));
      floors.push(await measureNode([PARSE_YAML, BUNDLE, CRDS]));
    }
    return { rebase: medianOf(rebases), floor: medianOf(floors) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The result as text for people. */
export function formatRebase({ rebase, floor }: RebaseResult): string {
  return [
    `rebase of ${path.relative(UPSTREAM, BUNDLE)}: ${formatFigures(rebase)}`,
    `reading its YAML alone: ${formatFigures(floor)}`,
    `ratio: ${(rebase.wall / floor.wall).toFixed(2)}`,
  ].join('\n');
}

async function measureNode(args: readonly string[]): Promise<MeasuredProcess> {
  const measured = await measureProcess(process.execPath, args);
  if (measured.status !== 0) throw new Error(`${args.join(' ')} failed:\n${measured.output}`);
  return measured;
}

function rebaseArguments(out: string): string[] {
  return [
    PROGRAM,
    'rebase',
    GATEWAY_API,
    '--no-resolve',
    `--source=service-mesh=${BUNDLE}`,
    `--source=gateway-api=${CRDS}`,
    '--image=sail-operator=registry.example.com/sail-operator:3.3.6',
    `--out=${out}`,
  ];
}
