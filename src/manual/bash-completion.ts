import { shellWord } from '../shell-word.ts';
import type { DescribedProgram, ValueKind } from './describe-program.ts';

/** Completion for bash; it needs nothing of the package bash-completion. */
export function formatBashCompletion({ name, options, commands }: DescribedProgram): string {
  const functionName = `_${name.replaceAll('-', '_')}`;
  const values = commands.flatMap((command) =>
    command.options.flatMap(({ long, value }) =>
      value === undefined ? [] : [`    ${command.name}:${long}) ${generate(value)} ;;`],
    ),
  );
  const flags = commands.map(
    (command) =>
      `    ${command.name}) words=${wordList(command.options.map(({ long }) => long))} ;;`,
  );
  const args = commands.flatMap((command) => {
    const [first] = command.arguments;
    return first === undefined ? [] : [`    ${command.name}) ${generate(first)} ;;`];
  });
  return `# Completion of ${name} for bash.
${functionName}() {
  # A flag with its value is three words: --format = json.
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command='' word words=''
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ $word != -* ]]; then
      command=$word
      break
    fi
  done
  COMPREPLY=()
  case $command:$previous in
${values.join('\n')}
    *)
      if [[ $current == -* ]]; then
        case $command in
${indent(flags)}
          *) words=${wordList(options.map(({ long }) => long))} ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
      elif [[ -z $command ]]; then
        mapfile -t COMPREPLY < <(compgen -W ${wordList(commands.map((each) => each.name))} -- "$current")
      else
        case $command in
${indent(args)}
        esac
      fi
      ;;
  esac
}
complete -o filenames -F ${functionName} ${name}
`;
}

function generate({ kind, choices }: { kind: ValueKind; choices: readonly string[] }): string {
  const generators: Record<ValueKind, string> = {
    choice: `-W ${wordList(choices)}`,
    file: '-f',
    directory: '-d',
    other: '',
  };
  const generator = generators[kind];
  return generator === ''
    ? 'return'
    : `mapfile -t COMPREPLY < <(compgen ${generator} -- "$current")`;
}

function wordList(words: readonly string[]): string {
  return shellWord(words.join(' '));
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `      ${line}`).join('\n');
}
