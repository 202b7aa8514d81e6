import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

const ATTEMPTS = 3;

/**
 * A judge of the answer 500 without a reason. The API server gives it for its own troubles, which pass,
 * and for a manifest whose fields its schema does not know (`field not declared in schema`), which do
 * not; a webhook that does not answer has the reason InternalError. So when the answer stays the same
 * while the server says that it is well, the object is to blame.
 */
export function unexplainedJudge(client: Client): (error: Error) => Promise<boolean> {
  let last = '';
  let count = 0;
  return async (error) => {
    const unexplained = error instanceof ApiError && error.status === 500 && error.reason === '';
    count = unexplained && error.message === last ? count + 1 : 1;
    last = error.message;
    if (!unexplained || count < ATTEMPTS) return false;
    await client.request({ method: 'GET', path: '/readyz' });
    return true;
  };
}
