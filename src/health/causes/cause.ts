import { oneLine } from '../../one-line.ts';
import { OUTCOMES, ruleOf } from './cause-table.ts';
import type { Outcome } from './cause-table.ts';

/** Why something is not healthy. */
export type Cause = {
  /** Of the table in cause-table.ts, else the reason that a component of Kubernetes gave. */
  name: string;
  outcome: Outcome;
  /** From what was asked about down to what blocks it, without the first: `Pod shop/lamp-5d`, `container …`. */
  links: readonly string[];
  /** The one thing to do next. */
  hint: string;
  log?: LogTail;
};

/** The last lines that a container wrote. */
export type LogTail = { pod: string; container: string; lines: readonly string[] };

/** What a hint may name. */
export type Subject = { namespace: string; name: string; pod?: string; container?: string };

/**
 * A cause by its name; `links` are made fit for a line.
 * @param message what is said of it beside the links: its words may refine the hint
 */
export function causeOf(
  name: string,
  links: readonly string[],
  subject: Subject,
  message = '',
): Cause {
  const told = links.map(oneLine);
  const { outcome, hint } = ruleOf(name, [message, ...told].join(' '));
  return { name, outcome, links: told, hint: filledIn(hint, subject) };
}

/** The cause that matters most, the first of equals. */
export function worstOf(causes: readonly (Cause | undefined)[]): Cause | undefined {
  const rank = ({ outcome }: Cause): number => OUTCOMES.indexOf(outcome);
  return causes.filter((cause) => cause !== undefined).toSorted((a, b) => rank(a) - rank(b))[0];
}

/** Whether two causes are the same to people: another pod or count of the same is no news. */
export function isSameCause(a: Cause | undefined, b: Cause | undefined): boolean {
  return a?.name === b?.name && a?.hint === b?.hint;
}

function filledIn(hint: string, subject: Subject): string {
  const { container } = subject;
  // A command that names none shows the container that there is.
  const inContainer = container === undefined ? '' : ` -c ${container}`;
  const words: Readonly<Record<string, string | undefined>> = { ...subject, inContainer };
  return hint.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '…');
}
