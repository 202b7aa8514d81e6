/**
 * What an exit status means: a contract with scripts, systemd units and greenboot (docs/cli.md).
 */
export const EXIT = {
  done: 0,
  /** A bug of this program: everything that is not a {@link UserError}. */
  bug: 1,
  /** Wrong use, or input that the user can fix. */
  usage: 2,
  /** The API server refused an object for good. */
  refused: 3,
  /** The deadline passed. */
  deadline: 4,
  unhealthy: 5,
  /** Refused because it would lose data. */
  unsafe: 6,
} as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** Where a problem lies; whatever of it is known. Lines and columns count from 1. */
export type Place = {
  file?: string;
  line?: number;
  column?: number;
  /** A field of the object or file, dotted: `spec.sources[0].kind`. */
  field?: string;
  /** An object as {@link displayObject} shows it. */
  object?: string;
};

/** One thing that is wrong: what, where, and what to do about it. */
export type Problem = {
  /** Stable and kebab-case, for scripts and the documentation. */
  code: string;
  message: string;
  hint: string;
  at?: Place;
};

/**
 * A failure that the user can do something about; it carries every problem found, sorted by place.
 * Anything else that is thrown is a bug and ends with its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exit: ExitStatus;
  readonly problems: readonly Problem[];

  constructor(exit: ExitStatus, problems: readonly Problem[], options?: ErrorOptions) {
    const sorted = problems.toSorted(byPlace);
    super(sorted.map(formatProblem).join('\n'), options);
    this.exit = exit;
    this.problems = sorted;
  }
}

/** A {@link UserError} of one problem that the user's input has (exit status 2). */
export function inputError(problem: Problem, options?: ErrorOptions): UserError {
  return new UserError(EXIT.usage, [problem], options);
}

/** Ends with all of `problems` as one error, if there are any. */
export function throwIfAny(problems: readonly Problem[], exit: ExitStatus = EXIT.usage): void {
  if (problems.length > 0) throw new UserError(exit, problems);
}

/**
 * Two lines, or three for a message of two, without a final newline:
 *
 *     error: component.yaml:7: spec.sources[0].kind: expected one of … [component-invalid]
 *       hint: …
 */
export function formatProblem(problem: Problem): string {
  const place = formatPlace(problem.at ?? {});
  return `error: ${place}${problem.message} [${problem.code}]\n  hint: ${problem.hint}`;
}

// From this many on, problems that differ in their file and object alone are shown as one.
const GROUP_FROM = 4;

/** Every problem as {@link formatProblem} shows it, those of many objects with one cause together. */
export function formatProblems(problems: readonly Problem[]): string[] {
  const groups = Map.groupBy(problems, causeKey);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const objects = group.map(({ at }) => at?.object);
    if (first === undefined || group.length < GROUP_FROM || objects.includes(undefined)) {
      return group.map(formatProblem);
    }
    const message = `${group.length} objects: ${first.message}`;
    const field = first.at?.field;
    const at = field === undefined ? {} : { field };
    return [`${formatProblem({ ...first, message, at })}\n  objects: ${objects.join(', ')}`];
  });
}

/** A map key: equal for problems that differ in their file and object alone. */
export function causeKey({ code, message, hint, at }: Problem): string {
  return JSON.stringify([code, message, hint, at?.field]);
}

function formatPlace({ file, line, column, field, object }: Place): string {
  const position = [file, line, file !== undefined && line !== undefined ? column : undefined];
  const parts = [position.filter((part) => part !== undefined).join(':'), object, field];
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map((part) => `${part}: `)
    .join('');
}

function byPlace(a: Problem, b: Problem): number {
  const [left, right] = [a.at ?? {}, b.at ?? {}];
  return (
    compare(left.file ?? '', right.file ?? '') ||
    (left.line ?? 0) - (right.line ?? 0) ||
    compare(left.object ?? '', right.object ?? '') ||
    compare(left.field ?? '', right.field ?? '') ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
