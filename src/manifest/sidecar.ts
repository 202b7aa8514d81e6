import { textAt } from './json.ts';

/**
 * Whether an init container runs beside the others as long as the pod, and is started again whenever it ends
 * (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/).
 */
export function isSidecar(initContainer: unknown): boolean {
  return textAt(initContainer, ['restartPolicy']) === 'Always';
}
