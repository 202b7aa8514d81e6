import { setTimeout as delay } from 'node:timers/promises';
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

/**
 * Resolves when the objects of a kind can be asked for. kubectl wait is not up to it: it fails on a CRD
 * that has no conditions yet, and the endpoint follows the condition with a delay.
 * @param resource as `widgets.example.com`
 */
export async function untilServed(cluster: Cluster, resource: string): Promise<void> {
  const isServed = (): Promise<boolean> =>
    kubectl(cluster, ['get', resource]).then(
      () => true,
      () => false,
    );
  // oxlint-disable-next-line no-await-in-loop -- a poll
  while (!(await isServed())) await delay(100);
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
