import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { isJsonObject, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import { compareText } from '../../manifest/object.ts';
import { FORMATS } from './formats.ts';
import { toDoubles, toJsonSchema } from './json-schema.ts';
import { createPatternTest } from './pattern-test.ts';
import { structureViolations } from './structure.ts';
import type { Violation } from './violation.ts';
import { withDefaults } from './with-defaults.ts';

/** What a custom resource was found to be. */
export type Judgement = {
  /** What the API server would refuse, by path. */
  violations: Violation[];
  /** Patterns that could not be tested, because of their syntax or the time that they take. */
  untested: string[];
};

/** Judges custom resources, or says why their schema is none. */
export type SchemaValidator = { judge: (object: JsonObject) => Judgement } | { unusable: string };

/**
 * What judges custom resources by the schema of their version as the API server does, when it is asked for
 * server-side apply with strict field validation. It leaves out CEL rules (`x-kubernetes-validations`).
 */
export function schemaValidator(schema: JsonObject): SchemaValidator {
  const untested = new Set<string>();
  let validate: ValidateFunction;
  try {
    validate = compile(schema, untested);
  } catch (error) {
    // The schema is a stranger's, and there is more than one way in which it can fail to compile.
    return { unusable: error instanceof Error ? error.message : String(error) };
  }
  const judge = (object: JsonObject): Judgement => {
    untested.clear();
    const defaulted = withDefaults(toDoubles(object), schema);
    const violations = isJsonObject(defaulted)
      ? [...structureViolations(defaulted, schema), ...validationViolations(validate, defaulted)]
      : [];
    return {
      violations: violations.toSorted((a, b) => compareText(a.path.join('\0'), b.path.join('\0'))),
      untested: [...untested],
    };
  };
  return { judge };
}

function compile(schema: JsonObject, untested: Set<string>): ValidateFunction {
  const testPattern = createPatternTest();
  const regExp = (pattern: string): Expression => ({
    test(text) {
      const matches = testPattern(pattern, text);
      if (matches === undefined) untested.add(pattern);
      return matches ?? true;
    },
    // By this Ajv tells patterns apart.
    toString: () => pattern,
  });
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    // A schema may call a field `constructor`.
    ownProperties: true,
    // As precise as Go's.
    multipleOfPrecision: 9,
    formats: FORMATS,
    logger: false,
    code: { regExp: Object.assign(regExp, { code: '' }) },
  });
  return ajv.compile(toJsonSchema(schema));
}

function validationViolations(validate: ValidateFunction, value: JsonObject): Violation[] {
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  return errors
    .filter((error) => !errors.some((other) => isReasonFor(other, error)))
    .map((error) => ({
      path: pathOf(error, value),
      message: messageOf(
        error,
        errors.filter((other) => isReasonFor(error, other)),
      ),
    }));
}

/** As much of a RegExp as Ajv uses. */
type Expression = { test(text: string): boolean; toString(): string };

const CHOICES = new Set(['anyOf', 'oneOf']);

/** Whether `reason` says why a choice between schemas failed. */
function isReasonFor(choice: ErrorObject, reason: ErrorObject): boolean {
  return (
    CHOICES.has(choice.keyword) &&
    reason.schemaPath.startsWith(`${choice.schemaPath}/`) &&
    reason.instancePath.startsWith(choice.instancePath)
  );
}

const MAX_REASONS = 3;

function messageOf(error: ErrorObject, reasons: readonly ErrorObject[]): string {
  const { keyword, params, message = 'is invalid' } = error;
  if (keyword === 'required') return 'is required';
  if (keyword === 'enum') return `must be one of ${listed(valueAt(params, ['allowedValues']))}`;
  if (keyword === 'format') return `must be of the format ${String(valueAt(params, ['format']))}`;
  if (!CHOICES.has(keyword)) return message;
  const why = new Set(
    reasons.map((reason) => `${lastStep(reason)} ${messageOf(reason, [])}`.trim()),
  );
  const shown = [...why].slice(0, MAX_REASONS);
  return `${message}${shown.length === 0 ? '' : ` (${shown.join('; ')}${why.size > MAX_REASONS ? '; …' : ''})`}`;
}

/** The steps to the value; of a field that is missing, to where it would be. */
function pathOf(
  { instancePath, keyword, params }: ErrorObject,
  value: JsonObject,
): Violation['path'] {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const path = steps.map((step, index) =>
    Array.isArray(valueAt(value, steps.slice(0, index))) ? Number(step) : step,
  );
  const missing = keyword === 'required' ? valueAt(params, ['missingProperty']) : undefined;
  return typeof missing === 'string' ? [...path, missing] : path;
}

function lastStep({ instancePath, keyword, params }: ErrorObject): string {
  return keyword === 'required'
    ? String(valueAt(params, ['missingProperty']))
    : instancePath.slice(instancePath.lastIndexOf('/') + 1);
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : '';
}
