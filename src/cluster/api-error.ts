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
  /** The fields that the server found wrong, if it says so. */
  readonly fields: readonly string[];
  /** What the details say that the error is about: a resource's or field manager's name, or `''`. */
  readonly about: { kind: string; name: string };
  /** Seconds after which the server asks to be called again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body: string, retryAfterHeader: string | undefined) {
    const answer = parseStatus(body);
    super(textAt(answer, ['message']) || body.trim().slice(0, 500) || `HTTP status ${status}`);
    this.status = status;
    this.reason = textAt(answer, ['reason']);
    const causes = valueAt(answer, ['details', 'causes']);
    this.fields = (Array.isArray(causes) ? causes : [])
      .map((cause) => textAt(cause, ['field']))
      .filter((field) => field !== '');
    this.about = {
      kind: textAt(answer, ['details', 'kind']),
      name: textAt(answer, ['details', 'name']),
    };
    const seconds = Number(valueAt(answer, ['details', 'retryAfterSeconds']) ?? retryAfterHeader);
    this.retryAfter = Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
  }
}

function parseStatus(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) && value.kind === 'Status' ? value : undefined;
  } catch {
    return undefined;
  }
}
