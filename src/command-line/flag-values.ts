import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../duration.ts';

/** The milliseconds of a duration. @throws {InvalidArgumentError} */
export function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) {
    throw new InvalidArgumentError('Expected a duration such as 90s, 10m or 1m30s.');
  }
  return milliseconds;
}

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
