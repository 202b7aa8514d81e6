import { CHOICE_CASES } from './choice-cases.ts';
import { FORMAT_CASES } from './format-cases.ts';
import { LIST_CASES } from './list-cases.ts';
import { NULL_CASES } from './null-cases.ts';
import { OBJECT_CASES } from './object-cases.ts';
import { PATTERN_CASES } from './pattern-cases.ts';
import { SCALAR_CASES } from './scalar-cases.ts';
import type { SchemaCase } from './schema-case.ts';

/** All cases. */
export const SCHEMA_CASES: SchemaCase[] = [
  ...SCALAR_CASES,
  ...PATTERN_CASES,
  ...NULL_CASES,
  ...OBJECT_CASES,
  ...LIST_CASES,
  ...CHOICE_CASES,
  ...FORMAT_CASES,
];
