import { ApiError } from '../cluster/api-error.ts';
import type { Contents } from './contents.ts';

/** What can be read; where it cannot, undefined, and the archive says what is left out, and why. */
export async function attempt<T>(
  contents: Contents,
  what: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    contents.leaveOut(what, reasonOf(error));
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof ApiError) {
    return `${error.status}${error.reason === '' ? '' : ` ${error.reason}`}: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
