import type { DescribedOption, DescribedProgram } from './describe-program.ts';

/** Completion for fish. */
export function formatFishCompletion({ name, options, commands }: DescribedProgram): string {
  const complete = `complete -c ${name}`;
  const lines = [
    `# Completion of ${name} for fish.`,
    `${complete} -f`,
    ...options.map((each) => `${complete} -n __fish_use_subcommand ${option(each)}`),
    ...commands.flatMap((command) => {
      const seen = quoted(`__fish_seen_subcommand_from ${command.name}`);
      const [first] = command.arguments;
      const values = {
        choice: `-a ${quoted(first?.choices.join(' ') ?? '')}`,
        file: '-F',
        directory: `-a ${quoted('(__fish_complete_directories)')}`,
        other: undefined,
      }[first?.kind ?? 'other'];
      return [
        `${complete} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
        ...command.options.map((each) => `${complete} -n ${seen} ${option(each)}`),
        ...(values === undefined ? [] : [`${complete} -n ${seen} ${values}`]),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function option({ long, description, value }: DescribedOption): string {
  const values = {
    choice: `-x -a ${quoted(value?.choices.join(' ') ?? '')}`,
    file: '-r -F',
    directory: `-x -a ${quoted('(__fish_complete_directories)')}`,
    other: '-x',
  };
  const takes = value === undefined ? '' : ` ${values[value.kind]}`;
  return `-l ${long.replace(/^--/, '')}${takes} -d ${quoted(description)}`;
}

/** Inside fish's single quotes, a backslash is needed before these two alone. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
