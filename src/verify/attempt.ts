import { UserError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';

/** Problems as findings that make a release unfit; `subject` names what they are about. */
export function errorsOf(subject: string, problems: readonly Problem[]): Finding[] {
  return problems.map((problem) => finding('error', subject, problem));
}

/** What `read` gives, or the findings that its {@link UserError} stands for. */
export function attempt<T>(subject: string, read: () => T): { value: T } | { findings: Finding[] } {
  try {
    return { value: read() };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { findings: errorsOf(subject, error.problems) };
  }
}
