import { execa } from 'execa';

/** A cluster to talk to with kubectl. */
export type Cluster = { kubectl: string; kubeconfig: string };

/** Runs kubectl and returns what it prints. @throws where it fails, with its words */
export async function kubectl(
  cluster: Cluster,
  args: readonly string[],
  input?: unknown,
): Promise<string> {
  const { stdout } = await execa(cluster.kubectl, args, {
    env: { KUBECONFIG: cluster.kubeconfig },
    input: input === undefined ? '' : JSON.stringify(input),
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout;
}

/** An object as the API server has it. */
export async function getObject(
  cluster: Cluster,
  args: readonly string[],
): Promise<Record<string, any>> {
  return JSON.parse(await kubectl(cluster, ['get', ...args, '-o', 'json'])) as Record<string, any>;
}

/** Writes conditions into an object's status, as its controller would. */
export async function writeStatus(
  cluster: Cluster,
  args: readonly string[],
  status: object,
): Promise<void> {
  const patch = JSON.stringify({ status });
  await kubectl(cluster, ['patch', ...args, '--subresource=status', '--type=merge', '-p', patch]);
}

/** A condition for {@link writeStatus}. */
export function condition(
  type: string,
  status: 'True' | 'False',
  observedGeneration?: number,
): object {
  return {
    type,
    status,
    reason: 'Test',
    message: 'written by the test',
    lastTransitionTime: '2026-01-01T00:00:00Z',
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  };
}
