import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startControlPlane } from '../../cluster/control-plane/start.ts';
import type { ControlPlane } from '../../cluster/control-plane/start.ts';
import { createFaultProxy } from '../../cluster/support/fault-proxy/fault-proxy.ts';
import { PROGRAM, runProgram, startProgram } from '../../cluster/support/program.ts';
import { writeStatus } from '../../cluster/support/kubectl.ts';
import { rebaseComponent } from '../apply/prepare-workload.ts';
import { formatFigures } from '../format-figures.ts';
import { measureProcess } from '../measure-process.ts';
import type { Measurement } from '../measure-process.ts';
import { median } from '../median.ts';
import { createCrowd } from './crowd.ts';

/** What `healthcheck` takes on a server with many objects that are none of its business. */
export type HealthResult = {
  /** Of Pods, and of HTTPRoutes. */
  crowd: number;
  /** A check that waits for its whole time. */
  waiting: Measurement;
  seconds: number;
  /** Its requests, watches among them, and those for all objects of a kind. */
  requests: number;
  unselected: number;
  /** kubectl, which waits as long for one Deployment. */
  peer: Measurement;
  /** Milliseconds from the write of what is certain to fail until the check has ended; the median. */
  detection: number;
};

const CROWD = 1000;
const SECONDS = 60;
const DEPLOYMENT = ['deployment/servicemesh-operator3', '-n', 'openshift-gateway-api'];
const GATEWAY_CLASS = ['gatewayclass', 'openshift-gateway-api'];

/** Measures the health check of the gateway-api component, applied and without anybody who makes it healthy. */
export async function benchHealth(
  rounds: number,
  progress: (line: string) => void,
): Promise<HealthResult> {
  const work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
  const plane = await startControlPlane();
  try {
    const tree = await rebaseComponent(path.join(work, 'release'));
    const applied = await runProgram(['apply', tree, '--kubeconfig', plane.kubeconfig]);
    if (applied.status !== 0) throw new Error(`apply failed:\n${applied.stderr}`);
    await createCrowd(plane, CROWD, progress);
    progress(`healthcheck waits for ${SECONDS} s`);
    const waiting = await waitInVain(plane, tree, work);
    progress(`kubectl waits for ${SECONDS} s`);
    const wait = ['wait', '--for=condition=Available', ...DEPLOYMENT, `--timeout=${SECONDS}s`];
    const peer = await measureProcess(plane.kubectl, wait, { KUBECONFIG: plane.kubeconfig });
    const detections: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      progress(`detection, round ${round} of ${rounds}`);
      detections.push(await detect(plane, tree));
    }
    return { crowd: CROWD, seconds: SECONDS, ...waiting, peer, detection: median(detections) };
  } finally {
    await plane.stop();
    await rm(work, { recursive: true, force: true });
  }
}

/** The result as text for people. */
export function formatHealth(result: HealthResult): string {
  const { crowd, seconds, waiting, requests, unselected, peer, detection } = result;
  return [
    `healthcheck for ${seconds} s beside ${crowd} Pods and ${crowd} HTTPRoutes: ${formatFigures(waiting)}`,
    `its requests: ${requests}, of which ${unselected} for all objects of a kind that the component declares`,
    `kubectl wait for one Deployment: ${formatFigures(peer)}`,
    `memory, ratio: ${(waiting.memory / peer.memory).toFixed(2)}`,
    `a certain failure ends it after: ${detection.toFixed(0)} ms`,
  ].join('\n');
}

async function waitInVain(
  plane: ControlPlane,
  tree: string,
  work: string,
): Promise<Pick<HealthResult, 'waiting' | 'requests' | 'unselected'>> {
  const proxy = await createFaultProxy(plane, work);
  try {
    const args = ['healthcheck', tree, '--kubeconfig', proxy.kubeconfig, '--timeout'];
    const waiting = await measureProcess(process.execPath, [PROGRAM, ...args, `${SECONDS}s`]);
    if (waiting.status !== 5) throw new Error(`healthcheck should end 5:\n${waiting.output}`);
    const unselected = proxy.requests.filter(
      ({ url }) => !/Selector=/.test(url) && !/^\/apis\/[^/]+\/[^/]+$/.test(url),
    );
    return { waiting, requests: proxy.requests.length, unselected: unselected.length };
  } finally {
    await proxy.close();
  }
}

async function detect(plane: ControlPlane, tree: string): Promise<number> {
  const accept = (reason: string): Promise<void> =>
    writeStatus(plane, GATEWAY_CLASS, {
      conditions: [
        {
          type: 'Accepted',
          status: 'False',
          reason,
          message: 'written by the benchmark',
          observedGeneration: 1,
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    });
  await accept('Pending');
  const check = startProgram([
    'healthcheck',
    tree,
    '--kubeconfig',
    plane.kubeconfig,
    '--timeout',
    '120s',
  ]);
  await check.printed(/waiting .*GatewayClass.*Pending/);
  await accept('Unsupported');
  const written = performance.now();
  const { status, stderr } = await check.result;
  if (status !== 5) throw new Error(`healthcheck should end 5:\n${stderr}`);
  return performance.now() - written;
}
