import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { startControlPlane } from '../../cluster/control-plane/start.ts';
import { PROGRAM } from '../../cluster/support/program.ts';
import type { Size } from './size.ts';
import { prepareWorkload } from './prepare-workload.ts';

/**
 * Writes CPU profiles of the program into a directory: `<size>-cold.cpuprofile` and
 * `<size>-warm.cpuprofile`, for Chrome's DevTools or `npx cpupro`.
 */
export async function profileApply(
  sizes: readonly Size[],
  directory: string,
  progress: (line: string) => void,
): Promise<void> {
  const work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
  try {
    for (const size of sizes) {
      const plane = await startControlPlane();
      try {
        const { tree } = await prepareWorkload(size, work, plane);
        for (const phase of ['cold', 'warm']) {
          const name = `${size}-${phase}.cpuprofile`;
          const profile = ['--cpu-prof', `--cpu-prof-dir=${directory}`, `--cpu-prof-name=${name}`];
          await execa(process.execPath, [...profile, PROGRAM, 'apply', tree], {
            env: { KUBECONFIG: plane.kubeconfig },
          });
          progress(path.join(directory, name));
        }
      } finally {
        await plane.stop();
      }
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
