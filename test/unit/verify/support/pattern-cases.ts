import { PATTERNS } from './patterns.ts';
import type { SchemaCase } from './schema-case.ts';

/** Patterns, which are in the syntax of Go. */
export const PATTERN_CASES: SchemaCase[] = PATTERNS.map(([pattern, accepted, refused]) => ({
  what: `the pattern ${JSON.stringify(pattern)}`,
  schema: { type: 'string', pattern },
  accepted,
  refused,
}));
