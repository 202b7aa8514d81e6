import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median, measureNode } from './measure.ts';
import type { Measurement } from './measure.ts';

/*
 * npm run bench: the rebase of a recent bundle, beside reading the same YAML and nothing else, in turn over
 * several rounds. Machines are noisy, so what counts is the ratio within one run.
 */

const ROOT = path.resolve(import.meta.dirname, '../..');
const UPSTREAM = path.resolve(
  ROOT,
  process.env.MICROSHIFT_OPTIONAL_UPSTREAM || '../shared/upstream',
);
const BUNDLE = path.join(UPSTREAM, 'ossm-bundle/3.3.6');
const CRDS = path.join(UPSTREAM, 'gateway-api/v1.1.0/standard');
const ROUNDS = 5;

const work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
try {
  const [rebases, floors]: [Measurement[], Measurement[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    rebases.push(await measureNode(rebaseArguments(path.join(work, String(round)))));
    floors.push(await measureNode([path.join(ROOT, 'test/bench/parse-yaml.ts'), BUNDLE, CRDS]));
  }
  const [rebase, floor] = [median(rebases), median(floors)];
  show(`rebase of ${path.relative(UPSTREAM, BUNDLE)}`, rebase);
  show('reading its YAML alone', floor);
  console.log(`ratio: ${(rebase.wall / floor.wall).toFixed(2)} (median of ${ROUNDS} rounds)`);
} finally {
  await rm(work, { recursive: true, force: true });
}

function rebaseArguments(out: string): string[] {
  return [
    path.join(ROOT, 'dist/microshift-optional.mjs'),
    'rebase',
    path.join(ROOT, 'manifests.d/000-microshift-gateway-api'),
    '--no-resolve',
    `--source=service-mesh=${BUNDLE}`,
    `--source=gateway-api=${CRDS}`,
    '--image=sail-operator=registry.example.com/sail-operator:3.3.6',
    `--out=${out}`,
  ];
}

function show(name: string, { wall, cpu, memory }: Measurement): void {
  const [seconds, cpuSeconds] = [wall, cpu].map((milliseconds) => (milliseconds / 1000).toFixed(2));
  console.log(
    `${name}: ${seconds} s wall, ${cpuSeconds} s CPU, ${Math.round(memory / 1e6)} MB peak`,
  );
}
