import { EXIT, UserError, formatProblems } from './errors.ts';
import type { Problem } from './errors.ts';
import { shellWord } from './shell-word.ts';

/**
 * What a finding means for a release: a `note` is for the reviewer; an `error` stops it (exit status 2),
 * a `refusal` stops it as unsafe (exit status 6), unless it is accepted by name.
 */
export type Severity = 'note' | 'error' | 'refusal';

/** Something that a reviewer of a release has to know. */
export type Finding = Problem & {
  /** Its name for `--accept`: the code, and what tells it from others of the same code. */
  id: string;
  severity: Severity;
};

/** Makes a {@link Finding} whose id is its code and `subject`: `image-unused:proxy`. */
export function finding(severity: Severity, subject: string, problem: Problem): Finding {
  return { ...problem, id: `${problem.code}:${subject}`, severity };
}

/**
 * Findings for people, as {@link formatProblems} has them: with `note:` where they stop nothing, those of
 * many objects with one cause together.
 */
export function formatFindings(findings: readonly Finding[]): string[] {
  const isNote = ({ severity }: Finding): boolean => severity === 'note';
  return [
    ...formatProblems(findings.filter(isNote)).map((text) => text.replace(/^error:/, 'note:')),
    ...formatProblems(findings.filter((found) => !isNote(found))),
  ];
}

/** The findings of a release after its maintainer has spoken. */
export type Settled = {
  notes: Finding[];
  /** Errors and refusals that were accepted by name. */
  accepted: Finding[];
  /** Errors and refusals that were not: none of them, or no release. */
  stopping: Finding[];
};

/**
 * Sets aside what is accepted by name. An acceptance that nothing needs is a note, not an error: the
 * cause may be gone since the command was written down.
 * @param names ids, or the start of some up to a colon: `crd-rule-added` stands for all of that code
 */
export function settleFindings(findings: readonly Finding[], names: readonly string[]): Settled {
  const unused = new Set(names);
  const notes: Finding[] = [];
  const accepted: Finding[] = [];
  const stopping: Finding[] = [];
  for (const found of findings) {
    const matching = names.filter((name) => found.id === name || found.id.startsWith(`${name}:`));
    for (const name of matching) unused.delete(name);
    if (found.severity === 'note') notes.push(found);
    else (matching.length > 0 ? accepted : stopping).push(found);
  }
  return { notes: [...notes, ...[...unused].map(unusedAcceptance)], accepted, stopping };
}

// From this many on, findings of one code with one way out are shown as one.
const GROUP_FROM = 4;

/** The error of findings that stop a release; with exit status 6 where one of them is a refusal. */
export function findingsError(stopping: readonly Finding[]): UserError {
  const refused = stopping.some(({ severity }) => severity === 'refusal');
  const groups = Map.groupBy(stopping, ({ code, hint }) => JSON.stringify([code, hint]));
  return new UserError(
    refused ? EXIT.unsafe : EXIT.usage,
    [...groups.values()].flatMap((group) =>
      group.length < GROUP_FROM ? group.map(stoppingProblem) : groupProblem(group),
    ),
  );
}

function stoppingProblem({ id, code, message, hint, at }: Finding): Problem {
  return {
    code,
    message,
    ...(at === undefined ? {} : { at }),
    hint: `${hint}; to go on as it is: --accept ${shellWord(id)}`,
  };
}

function groupProblem(group: readonly Finding[]): Problem[] {
  const [first] = group;
  if (first === undefined) return [];
  const objects = [...Map.groupBy(group, ({ at }) => at?.object ?? '')];
  const places = objects.map(([object, own]) => `${object || 'elsewhere'} (${own.length})`);
  const field = first.at?.field === undefined ? '' : `${first.at.field}: `;
  return [
    {
      code: first.code,
      message: `${group.length} findings such as ${field}${first.message}; the report lists those of ${places.join(', ')}`,
      hint: `${first.hint}; to go on as it is, each by its name in the report, or all of them: --accept ${first.code}`,
    },
  ];
}

function unusedAcceptance(name: string): Finding {
  return finding('note', name, {
    code: 'accept-unused',
    message: `--accept ${name}: there is no such finding`,
    hint: 'leave it out, or check its name',
  });
}
