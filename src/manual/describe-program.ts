import type { Command, Option } from 'commander';

/** A command line, as far as manuals and completion go: new commands and flags need nothing there. */
export type DescribedProgram = {
  name: string;
  description: string;
  /** Of the program itself. */
  options: DescribedOption[];
  commands: DescribedCommand[];
};

export type DescribedCommand = {
  name: string;
  /** A few words. */
  summary: string;
  /** A sentence or more; the summary, where there is no more to say. */
  description: string;
  arguments: DescribedArgument[];
  options: DescribedOption[];
};

/** What may stand for an argument or the value of a flag. */
export type ValueKind = 'choice' | 'file' | 'directory' | 'other';

export type DescribedArgument = {
  name: string;
  /** As in a synopsis: `<tree...>`, `[tree...]`. */
  term: string;
  description: string;
  kind: ValueKind;
  choices: readonly string[];
};

export type DescribedOption = {
  /** With its dashes: `--format`. */
  long: string;
  /** As in a synopsis: `--format <format>`. */
  term: string;
  description: string;
  /** How the default value is shown; undefined where there is none. */
  default: string | undefined;
  /** Whether the command does nothing without it. */
  isRequired: boolean;
  /** Undefined for a flag without a value. */
  value: { kind: ValueKind; choices: readonly string[] } | undefined;
};

const HELP: DescribedOption = {
  long: '--help',
  term: '--help',
  description: 'show what is possible',
  default: undefined,
  isRequired: false,
  value: undefined,
};

/** Describes a program with commands, in its own order. */
export function describeProgram(program: Command): DescribedProgram {
  return {
    name: program.name(),
    description: program.description(),
    options: describeOptions(program),
    commands: program.commands.map((command) => ({
      name: command.name(),
      summary: command.summary(),
      description: command.description() || command.summary(),
      arguments: command.registeredArguments.map((argument) => {
        const name = argument.name();
        const shown = argument.variadic ? `${name}...` : name;
        return {
          name,
          term: argument.required ? `<${shown}>` : `[${shown}]`,
          description: argument.description,
          ...valueOf(name, argument.argChoices),
        };
      }),
      options: describeOptions(command),
    })),
  };
}

function describeOptions(command: Command): DescribedOption[] {
  const visible = command.options.filter(({ hidden }) => !hidden);
  return [...visible.map(describeOption), HELP];
}

function describeOption(option: Option): DescribedOption {
  const { flags, long, description, argChoices, defaultValue, defaultValueDescription } = option;
  const takesValue = option.required || option.optional;
  const placeholder = /[<[]([\w|-]+)/.exec(flags)?.[1] ?? '';
  // What is checked elsewhere, with an error of its own, is told by its placeholder alone.
  const alternatives = placeholder.includes('|') ? placeholder.split('|') : undefined;
  const isShown = takesValue && (typeof defaultValue === 'string' || defaultValueDescription);
  return {
    long: long ?? flags,
    term: flags.replace(/^-\w, /, ''),
    description,
    default: isShown ? (defaultValueDescription ?? String(defaultValue)) : undefined,
    isRequired: option.mandatory,
    value: takesValue ? valueOf(placeholder, argChoices ?? alternatives) : undefined,
  };
}

/** By its name in the synopsis, since that is what tells people. */
function valueOf(
  name: string,
  choices: readonly string[] | undefined,
): { kind: ValueKind; choices: readonly string[] } {
  if (choices !== undefined) return { kind: 'choice', choices };
  if (/(?:^|-)file$/.test(name)) return { kind: 'file', choices: [] };
  if (/(?:^|-)(?:dir|tree|path)$/.test(name)) return { kind: 'directory', choices: [] };
  return { kind: 'other', choices: [] };
}
