import { ApiError } from '../cluster/api-error.ts';

/** Why something could not be read, for people. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) {
    return `${error.status}${error.reason === '' ? '' : ` ${error.reason}`}: ${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
