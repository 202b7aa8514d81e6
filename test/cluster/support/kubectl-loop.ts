import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import type { Cluster } from './kubectl.ts';

// MicroShift's own applier: again 10 s after a failure, for a minute at most
// (github.com/openshift/microshift, pkg/kustomize/apply.go).
const PAUSE_MS = 10_000;
const ATTEMPTS = 6;

/**
 * Applies a tree as MicroShift does, again and again until it takes. Returns how many attempts that took.
 * @param onAttempt told of each attempt, from 1, as it begins
 * @throws what the last one said, where none succeeded
 */
export function runKubectlLoop(
  cluster: Cluster,
  tree: string,
  onAttempt: (attempt: number) => void = () => {},
): Promise<number> {
  const attempt = async (number: number): Promise<number> => {
    onAttempt(number);
    const args = ['apply', '--server-side', '--force-conflicts', '-k', tree];
    const { failed, stderr } = await execa(cluster.kubectl, args, {
      env: { KUBECONFIG: cluster.kubeconfig },
      reject: false,
    });
    if (!failed) return number;
    if (number === ATTEMPTS) throw new Error(stderr);
    await delay(PAUSE_MS);
    return attempt(number + 1);
  };
  return attempt(1);
}
