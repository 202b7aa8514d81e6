import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';

/**
 * An answer of the API server that is not a success
 * (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status. */
  readonly status: number;
  /** The machine-readable reason, `''` where the answer was no Status. */
  readonly reason: string;
  /** Whether the answer was a Status: the API server's own word, and not that of something before it. */
  readonly isStatus: boolean;
  /** What the server found wrong in detail, if it says so; `''` for what a cause does not say. */
  readonly causes: readonly Cause[];
  /** The fields that the server found wrong, if it says so. */
  readonly fields: readonly string[];
  /** What the details say that the error is about: a resource's or field manager's name, or `''`. */
  readonly about: { kind: string; name: string };
  /** Seconds after which the server asks to be called again. */
  readonly retryAfter: number | undefined;

  /**
   * @param retryAfterHeader seconds, or a date by the server's own clock
   * @param dateHeader what that clock says now; without it a date means nothing
   */
  constructor(
    status: number,
    body: string,
    retryAfterHeader: string | undefined,
    dateHeader?: string,
  ) {
    const answer = parseStatus(body);
    super(textAt(answer, ['message']) || body.trim().slice(0, 500) || `HTTP status ${status}`);
    this.status = status;
    this.reason = textAt(answer, ['reason']);
    this.isStatus = answer !== undefined;
    const causes = valueAt(answer, ['details', 'causes']);
    this.causes = (Array.isArray(causes) ? causes : []).map((cause) => ({
      reason: textAt(cause, ['reason']),
      message: textAt(cause, ['message']),
      field: textAt(cause, ['field']),
    }));
    this.fields = this.causes.map(({ field }) => field).filter((field) => field !== '');
    this.about = {
      kind: textAt(answer, ['details', 'kind']),
      name: textAt(answer, ['details', 'name']),
    };
    const seconds = Number(
      valueAt(answer, ['details', 'retryAfterSeconds']) ??
        secondsUntil(retryAfterHeader, dateHeader) ??
        retryAfterHeader,
    );
    this.retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  }
}

/** One of the things that the API server found wrong (StatusCause). */
export type Cause = { reason: string; message: string; field: string };

/** A Retry-After that is a date (RFC 9110, 10.2.3); the two clocks need not agree, so ours is not asked. */
function secondsUntil(date: string | undefined, now: string | undefined): number | undefined {
  const seconds = (Date.parse(date ?? '') - Date.parse(now ?? '')) / 1000;
  return Number.isNaN(seconds) || /^\d+$/.test(date ?? '') ? undefined : seconds;
}

function parseStatus(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) && value.kind === 'Status' ? value : undefined;
  } catch {
    return undefined;
  }
}
