import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import type { ApiRequest } from '../cluster/connection.ts';
import { withRetries } from '../cluster/retry.ts';
import { NoAnswer } from '../cluster/within-time.ts';

// One request that hangs must leave time for the others.
const LONGEST = 5000;
// The status reads at the same time, and a device has two cores.
const AT_ONCE = 4;
// So often is what may pass tried.
const ATTEMPTS = 3;
/** The API server is not up yet, or has not written its kubeconfig: that is waited for, as status does. */
const NOT_UP = new Set(['ECONNREFUSED', 'ENOENT', 'KUBECONFIG_EMPTY', 'KUBECONFIG_INCOMPLETE']);

/** The content of Secrets, and tokens that the API server would make. */
const NEVER =
  /^\/api\/v1\/(?:namespaces\/[^/]+\/)?(?:secrets|serviceaccounts\/[^/]+\/token)(?:[/?]|$)/;

/**
 * A client that reads and never waits for long: an API server that is not up yet is waited for, but one that hangs or
 * fails costs a request a few seconds. Secrets cannot be asked for.
 */
export function boundedClient(client: Client): Client {
  const limit = pLimit(AT_ONCE);
  return {
    ...client,
    request: (request) => limit(() => read(client, request)),
  };
}

async function read(client: Client, request: ApiRequest): Promise<string> {
  if (request.method !== 'GET' || NEVER.test(decodeURIComponent(request.path))) {
    throw new TypeError(`an archive does not ask for ${request.method} ${request.path}`);
  }
  let failures = 0;
  return withRetries(() => client.once(request, LONGEST), {
    signal: client.signal,
    isFinal: async (error) => {
      if (!NOT_UP.has((error as NodeJS.ErrnoException).code ?? '')) failures += 1;
      return error instanceof NoAnswer || failures >= ATTEMPTS;
    },
  });
}
