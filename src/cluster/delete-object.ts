import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { resourcePath } from './resource.ts';
import type { Resource } from './resource.ts';

/**
 * When the objects that it owns go: `Foreground` before it does, `Background` some time after
 * (https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion).
 */
export type Propagation = 'Foreground' | 'Background';

/**
 * Asks the API server to delete an object, if it is still the one with this uid. An object that is not there
 * is as good as deleted. Finalizers may keep it after that.
 * @throws {ApiError} 409 where another object has the name now, or somebody wrote it at this moment; and
 * where the API server refuses it
 */
export async function deleteObject(
  client: Client,
  resource: Resource,
  name: string,
  options: { uid: string; propagation: Propagation; onRetry: (error: Error) => void },
): Promise<void> {
  const body = JSON.stringify({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: { uid: options.uid },
    propagationPolicy: options.propagation,
  });
  const isFinal = async (error: Error): Promise<boolean> => isStatus(error, 409);
  try {
    const request = { method: 'DELETE', path: resourcePath(resource, name), body } as const;
    await client.request(request, { onRetry: options.onRetry, isFinal });
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
  }
}

function isStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
