import { shellWord } from '../shell-word.ts';
import type { DescribedCommand, DescribedProgram, ValueKind } from './describe-program.ts';

/** Completion for zsh, by its function _arguments. */
export function formatZshCompletion({ name, options, commands }: DescribedProgram): string {
  const functionName = `_${name.replaceAll('-', '_')}`;
  const described = commands.map((command) => quoted(`${command.name}:${plain(command.summary)}`));
  return `#compdef ${name}
# Completion of ${name} for zsh.
${functionName}() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
    ${described.join('\n    ')}
  )
  _arguments -C ${options.map(option).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
        ${commands.map(argumentsOf).join('\n        ')}
      esac
      ;;
  esac
}
${functionName} "$@"
`;
}

function argumentsOf(command: DescribedCommand): string {
  const [first] = command.arguments;
  const rest = first === undefined ? [] : [quoted(`*:${plain(first.name)}:${action(first)}`)];
  return `${command.name}) _arguments ${[...command.options.map(option), ...rest].join(' ')} ;;`;
}

function option({ long, description, value }: DescribedCommand['options'][number]): string {
  const text = `${long}[${plain(description)}]`;
  return quoted(value === undefined ? text : `${text}:value:${action(value)}`);
}

function action({ kind, choices }: { kind: ValueKind; choices: readonly string[] }): string {
  const actions: Record<ValueKind, string> = {
    choice: `(${choices.join(' ')})`,
    file: '_files',
    directory: '_files -/',
    other: ' ',
  };
  return actions[kind];
}

/** What would end a description, or begin something in it. */
function plain(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}

/** In quotes in any case: words of zsh's own syntax. */
function quoted(text: string): string {
  const word = shellWord(text);
  return word.startsWith("'") ? word : `'${word}'`;
}
