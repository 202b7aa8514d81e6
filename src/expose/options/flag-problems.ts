import type { Problem } from '../../errors.ts';
import type { FlagName } from './flags.ts';

/** Collects what is wrong with the command line, so that all of it is told at once. */
export class FlagProblems {
  readonly found: Problem[] = [];

  /** A value that is none. @param where a flag, or the name of the argument */
  invalid(where: FlagName | 'NAME', value: string, message: string, hint: string): void {
    this.#add('flag-invalid', where, `${JSON.stringify(shortened(value))} ${message}`, hint);
  }

  /** A flag that has to be there. */
  missing(where: FlagName | 'NAME', message: string, hint: string): void {
    this.#add('flag-missing', where, message, hint);
  }

  /** A flag that does not go with the others. */
  conflict(where: FlagName, message: string, hint: string): void {
    this.#add('flag-conflict', where, message, hint);
  }

  /** What the Gateway API of the component does not have. */
  unserved(where: FlagName, message: string, hint: string): void {
    this.#add('gateway-api-lacks', where, message, hint);
  }

  #add(code: string, where: string, message: string, hint: string): void {
    const field = where === 'NAME' ? where : `--${where}`;
    this.found.push({ code, message, hint, at: { field } });
  }
}

const LONGEST_SHOWN = 80;

function shortened(value: string): string {
  return value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
}
