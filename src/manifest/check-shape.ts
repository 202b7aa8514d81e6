import * as z from 'zod';
import { EXIT, UserError } from '../errors.ts';
import { displayPath } from './display.ts';
import { isJsonObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** Any JSON object, kept as it is. */
export const jsonObject = z
  .custom<JsonObject>(isJsonObject, 'expected an object')
  .meta({ type: 'object' });

/**
 * Checks `value` against a schema.
 * @param input says which file it is and on which line a field stands
 * @throws {UserError} every field of the wrong shape, with `code` and `hint`
 */
export function checkShape<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  input: {
    file: string;
    lineOf: (path: (string | number)[]) => number;
    code: string;
    hint: string;
  },
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(expandUnknownKeys).map(({ message, path }) => ({
    code: input.code,
    message,
    hint: input.hint,
    at: { file: input.file, line: input.lineOf(path), field: displayPath(path) },
  }));
  throw new UserError(EXIT.usage, problems);
}

type FieldIssue = { message: string; path: (string | number)[] };

/** Zod reports all unknown keys of an object at once, at the object; each is shown where it stands. */
function expandUnknownKeys(issue: z.core.$ZodIssue): FieldIssue[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ message: 'unknown field', path: [...path, key] }))
    : [{ message: issue.message, path }];
}
