import { BACKEND_HINT, parseBackend } from './backend.ts';
import type { Canary } from './expose-options.ts';
import type { FlagProblems } from './flag-problems.ts';
import type { ExposeFlags } from './flags.ts';

const MAX_WEIGHT = 1_000_000;
const LONGEST_HEADER_NAME = 256;
const LONGEST_HEADER_VALUE = 4096;

/** Reads the flags of a canary, if one is asked for. */
export function parseCanary(
  flags: ExposeFlags,
  namespace: string,
  problems: FlagProblems,
): Canary | undefined {
  const weights = parseWeights(flags['canary-weights'], problems);
  const header = parseHeader(flags['canary-header'], problems);
  if (flags.canary === undefined) return undefined;
  const backend = parseBackend(flags.canary, namespace);
  if (flags['canary-weights'] === undefined && flags['canary-header'] === undefined) {
    problems.missing(
      'canary',
      'nothing says which requests it gets',
      'add --canary-weights 90:10, or --canary-header X-Canary=always',
    );
  }
  if (typeof backend === 'object') return { backend, weights, header };
  problems.invalid('canary', flags.canary, backend, BACKEND_HINT);
  return undefined;
}

function parseWeights(text: string | undefined, problems: FlagProblems): Canary['weights'] {
  if (text === undefined) return undefined;
  const [, stable, canary] = /^(\d{1,7}):(\d{1,7})$/.exec(text) ?? [];
  const weights = { stable: Number(stable), canary: Number(canary) };
  const invalid = (message: string): void =>
    problems.invalid('canary-weights', text, message, 'give STABLE:CANARY, such as 90:10');
  if (stable === undefined) invalid('is no pair of shares');
  else if (Math.max(weights.stable, weights.canary) > MAX_WEIGHT) {
    invalid(`has a share above ${MAX_WEIGHT}`);
  } else if (weights.stable + weights.canary === 0) invalid('sends no request anywhere');
  return weights;
}

function parseHeader(text: string | undefined, problems: FlagProblems): Canary['header'] {
  if (text === undefined) return undefined;
  const equals = text.indexOf('=');
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const isHeader =
    equals > 0 &&
    name.length <= LONGEST_HEADER_NAME &&
    /^[\w!#$%&'*+\-.^`|~]+$/.test(name) &&
    value.length <= LONGEST_HEADER_VALUE &&
    /^[!-~](?:[ -~]*[!-~])?$/.test(value);
  if (!isHeader) {
    problems.invalid(
      'canary-header',
      text,
      'is no header',
      'give NAME=VALUE, such as X-Canary=always',
    );
  }
  return { name, value };
}
