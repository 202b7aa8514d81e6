import assert from 'node:assert/strict';
import { UserError } from '../../../src/errors.ts';
import type { Problem } from '../../../src/errors.ts';

/** The problems that a call ends with; fails where it does not end with a {@link UserError}. */
export function problemsOf(call: () => unknown): readonly Problem[] {
  try {
    call();
  } catch (error) {
    return problemsIn(error);
  }
  assert.fail('expected a UserError, but the call succeeded');
}

/** As {@link problemsOf}, for what ends later. */
export async function problemsOfAsync(call: () => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await call();
  } catch (error) {
    return problemsIn(error);
  }
  assert.fail('expected a UserError, but the call succeeded');
}

/** `file:line field: message`, whatever of it is there, for tables of expectations. */
export function shown({ at = {}, message }: Problem): string {
  const position = [at.file, at.line].filter((part) => part !== undefined).join(':');
  const place = [position, at.field].filter((part) => part !== undefined && part !== '').join(' ');
  return place === '' ? message : `${place}: ${message}`;
}

function problemsIn(error: unknown): readonly Problem[] {
  if (!(error instanceof UserError)) throw error;
  for (const { code, message, hint } of error.problems) {
    assert.match(code, /^[a-z]+(?:-[a-z]+)*$/, 'a code is kebab-case');
    assert.notEqual(message, '');
    assert.notEqual(hint, '');
  }
  return error.problems;
}
