import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';

// So often before the server is asked whether it is well.
const SAME_BEFORE = 2;

/**
 * A judge of the answer 500 without a reason. The API server gives it for its own troubles, which pass,
 * and for a manifest whose fields its schema does not know (`field not declared in schema`), which do
 * not; a webhook that does not answer has the reason InternalError, and what is no Status is not the API
 * server's word at all. So when the answer is the same before and after the server says that it is well,
 * the object is to blame.
 */
export function unexplainedJudge(client: Client): (error: Error) => Promise<boolean> {
  let last = '';
  let count = 0;
  return async (error) => {
    const isSame = isUnexplained(error) && error.message === last;
    count = isSame ? count + 1 : 1;
    last = error.message;
    if (count === SAME_BEFORE) await untilReady(client);
    return count > SAME_BEFORE;
  };
}

function isUnexplained(error: Error): boolean {
  return error instanceof ApiError && error.status === 500 && error.isStatus && error.reason === '';
}

/** Waits until the API server says that it is well; not every user may ask. */
async function untilReady(client: Client): Promise<void> {
  try {
    await client.request({ method: 'GET', path: '/readyz', accept: 'text/plain' });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
