import { measureProcess } from '../measure-process.ts';
import type { MeasuredProcess } from '../measure-process.ts';
import { ensureProgram } from '../peers/ensure-program.ts';
import type { ControlPlane } from '../../cluster/control-plane/start.ts';
import { PROGRAM } from '../../cluster/support/program.ts';
import type { Workload } from './prepare-workload.ts';

export const TOOLS = ['ours', 'floor', 'flux', 'kapp', 'loop'] as const;
export type ToolName = (typeof TOOLS)[number];

/** Those that the program is compared with as the best of them. */
export const PEERS = ['flux', 'kapp'] as const;

export const LABELS: Record<ToolName, string> = {
  ours: 'microshift-optional apply',
  floor: 'floor: bare concurrent PATCHes',
  flux: 'Flux ssa 0.78.0 ApplyAllStaged',
  kapp: 'kapp 0.63.3 deploy, no wait',
  loop: 'kubectl apply -k in a 10 s loop',
};

/**
 * Milliseconds until a tool that failed is run again; a tool that is not listed must not fail. MicroShift's
 * own applier waits ten seconds. A peer starts again at once, which is as well as it can do: kapp fails where
 * a CRD is not Established as soon as it has been written, since it does not wait.
 */
export const PAUSES: Partial<Record<ToolName, number>> = { loop: 10_000, kapp: 0, flux: 0 };

/** What a tool needs to be measured. */
export type Setting = {
  workload: Workload;
  plane: Pick<ControlPlane, 'kubeconfig' | 'kubectl'>;
  /** Where the tool may keep things from the cold to the warm run, such as kubectl its discovery. */
  home: string;
  /** The program of the floor. */
  floor: string;
};

/** Builds those peers that are wanted, so that it does not happen between their runs. */
export async function buildPeers(
  tools: readonly ToolName[],
  progress: (line: string) => void,
): Promise<void> {
  for (const peer of PEERS) if (tools.includes(peer)) await ensureProgram(peer, progress);
}

/** Applies a workload with a tool once, measured, whether it fails or not. */
export async function runTool(
  tool: ToolName,
  { workload, plane, home, floor }: Setting,
): Promise<MeasuredProcess> {
  const { kubeconfig } = plane;
  const env = { HOME: home, KUBECONFIG: kubeconfig };
  switch (tool) {
    case 'ours':
      return measureProcess(process.execPath, [PROGRAM, 'apply', workload.tree], env);
    case 'floor':
      return measureProcess(process.execPath, [floor, workload.requestsFile, kubeconfig], env);
    case 'flux':
      return measureProcess(
        await ensureProgram('flux', console.error),
        [workload.manifest, kubeconfig],
        env,
      );
    case 'kapp':
      return measureProcess(
        await ensureProgram('kapp', console.error),
        ['deploy', '--app=bench', `--file=${workload.manifest}`, '--yes', '--wait=false'],
        env,
      );
    case 'loop':
      return measureProcess(
        plane.kubectl,
        ['apply', '--server-side', '--force-conflicts', '-k', workload.tree],
        env,
      );
  }
}
