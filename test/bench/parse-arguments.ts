import { parseArgs } from 'node:util';
import { SetupError } from '../cluster/control-plane/setup-error.ts';
import { ALL_SIZES } from './apply/size.ts';
import type { Size } from './apply/size.ts';
import { TOOLS } from './apply/tools.ts';
import type { ToolName } from './apply/tools.ts';

const BENCHMARKS = ['apply', 'rebase', 'health'] as const;
export type Benchmark = (typeof BENCHMARKS)[number];

export type Arguments = {
  help: boolean;
  benchmarks: readonly Benchmark[];
  sizes: readonly Size[];
  tools: readonly ToolName[];
  rounds: number;
  /** A file for the results. */
  json: string | undefined;
  /** A directory for CPU profiles, which are made instead of measuring. */
  profile: string | undefined;
};

export const USAGE = `usage: npm run bench -- [apply] [rebase] [health] [OPTION…]      all, if none is named

  --size component|N    what to apply: the gateway-api component, or N generated objects;
                        may be repeated (component, 300 and 3000)
  --tool NAME           ${TOOLS.join(', ')}; may be repeated (all)
  --rounds N            how often each is measured; what is shown are medians (3)
  --json FILE           also writes every run, the medians and the ratios
  --profile DIR         writes CPU profiles of the program's apply instead, cold and warm`;

// Fewer would leave no object of some kind.
const SMALLEST = 20;

/** @param args after the script's name. @throws {SetupError} says what is wrong, and the usage */
export function parseArguments(args: readonly string[]): Arguments {
  const { positionals, values } = parse(args);
  return {
    help: values.help,
    benchmarks: positionals.length === 0 ? BENCHMARKS : positionals.map(oneOf(BENCHMARKS)),
    sizes: values.size?.map(parseSize) ?? ALL_SIZES,
    tools: values.tool?.map(oneOf(TOOLS)) ?? TOOLS,
    rounds: parseCount(values.rounds, '--rounds', 1),
    json: values.json,
    profile: values.profile,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        size: { type: 'string', multiple: true },
        tool: { type: 'string', multiple: true },
        rounds: { type: 'string', default: '3' },
        json: { type: 'string' },
        profile: { type: 'string' },
      },
    });
  } catch (error) {
    throw new SetupError(`${(error as Error).message}\n\n${USAGE}`, { cause: error });
  }
}

function oneOf<T extends string>(allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((each) => each === text);
    if (found === undefined) {
      throw new SetupError(`${text} is none of ${allowed.join(', ')}.\n\n${USAGE}`);
    }
    return found;
  };
}

function parseSize(text: string): Size {
  return text === 'component' ? text : parseCount(text, '--size', SMALLEST);
}

function parseCount(text: string, option: string, least: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= least)) {
    throw new SetupError(`${option} is ${text}: expected a number from ${least} on.\n\n${USAGE}`);
  }
  return count;
}
