import { isJsonObject } from '../manifest/json.ts';
import type { ApiRequest } from './connection.ts';

/**
 * A success that is none: a page of something that stands before the API server, or what is left of an
 * answer. Its code makes it transient.
 */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
  readonly code = 'MALFORMED_ANSWER';

  constructor(body: string) {
    const start = body.trim().slice(0, 60);
    super(`an answer that is not the API server's: ${start === '' ? 'nothing' : start}`);
  }
}

/**
 * Sees that a successful answer is what was asked for, a JSON object of a kind.
 * @throws {MalformedAnswer}
 */
export function checkAnswer(
  { method, accept = 'application/json' }: ApiRequest,
  body: string,
): void {
  if (!accept.startsWith('application/json')) return;
  const kind = kindOf(body);
  // What was deleted may be answered with a Status; what was read or written, with itself.
  if (kind === undefined || (kind === 'Status' && method !== 'DELETE')) {
    throw new MalformedAnswer(body);
  }
}

function kindOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) && typeof value.kind === 'string' ? value.kind : undefined;
  } catch {
    return undefined;
  }
}
