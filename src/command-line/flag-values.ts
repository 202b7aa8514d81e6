import { InvalidArgumentError } from 'commander';

/** Adds a NAME=VALUE to those before it. @throws {InvalidArgumentError} */
export function collectPairs(text: string, before?: Map<string, string>): Map<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1 || equals === text.length - 1) {
    throw new InvalidArgumentError(
      'Expected NAME=VALUE; what is no such pair goes before the flag.',
    );
  }
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const other = before?.get(name);
  if (other !== undefined && other !== value) {
    throw new InvalidArgumentError(`${name} is given twice, as ${other} and as ${value}.`);
  }
  return new Map(before).set(name, value);
}

/** Adds a file to those before it. */
export function collectFiles(file: string, before?: readonly string[]): string[] {
  return [...(before ?? []), file];
}
