import { ApiError } from '../../../../src/cluster/api-error.ts';
import { DeadlineError } from '../../../../src/deadline.ts';

/** An answer with a Status, as the API server gives it. */
export function statusError(status: number, rest: Record<string, unknown> = {}): ApiError {
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, ...rest };
  return new ApiError(status, JSON.stringify(body), undefined);
}

export function notFound(): ApiError {
  return statusError(404, { reason: 'NotFound', message: 'not found' });
}

/** As Node's network errors are: it is their code that tells them from bugs. */
export function networkError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

/** A deadline that passes when it is told to. */
export function manualDeadline(): { signal: AbortSignal; pass: () => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    pass: () => {
      controller.abort(new DeadlineError(1000));
    },
  };
}
