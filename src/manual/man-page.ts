import type {
  DescribedArgument,
  DescribedCommand,
  DescribedOption,
  DescribedProgram,
} from './describe-program.ts';
import { roffMacro, roffText } from './roff.ts';

const EXIT_STATUS: [status: string, meaning: string][] = [
  ['0', 'done'],
  ['1', 'a bug: the lines printed tell how to report it'],
  ['2', 'wrong use, or input that can be corrected: the error names file, line and field'],
  ['3', 'the API server refused an object for good'],
  ['4', 'the deadline passed: every object that is still waited for is named'],
  ['5', 'not healthy: what is not is named'],
  ['6', 'refused as unsafe: what would be lost, and how to go on'],
];

const FILES: [file: string, meaning: string][] = [
  ['/etc/microshift-optional.conf', 'settings of the unit, each explained there'],
  ['microshift-optional.service', 'applies what is installed each time that MicroShift starts'],
  ['microshift-optional-resync.timer', 'applies it again from time to time; off by default'],
  ['/run/microshift-optional/report.json', 'what became of the last run'],
  ['/usr/lib/microshift/manifests.d', 'where packages put components'],
  ['/etc/microshift/manifests.d', 'where an administrator puts trees'],
];

const ENVIRONMENT: [name: string, meaning: string][] = [
  ['KUBECONFIG', "credentials, where --kubeconfig is not given; else MicroShift's own are used"],
  ['NO_COLOR', 'no output has colours where it is set'],
];

const EXAMPLES: [command: string, meaning: string][] = [
  ['healthcheck gateway-api', 'says whether an installed component is healthy, and what is not'],
  ['apply --installed --dry-run', 'says what the next start would do'],
  ['plan gateway-api', 'shows the order, and the reason for it'],
  ['remove gateway-api', "uninstalls a component; users' objects and their CRDs stay"],
];

/**
 * The manual page of a program (section 8), by the macros of man(7). It has no date, so that it is the same for each
 * build of a version.
 */
export function formatManPage(program: DescribedProgram, version: string): string {
  const { name } = program;
  const lines = [
    roffMacro('TH', name.toUpperCase(), '8', '', `${name} ${version}`, 'System Administration'),
    '.SH NAME',
    `${roffText(name)} \\- ${roffText(lowerFirst(program.description).replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...program.commands.flatMap((command) => [
      roffMacro('B', `${name} ${command.name}`),
      roffText([...neededTerms(command), '[options]'].join(' ')),
      '.br',
    ]),
    '.SH DESCRIPTION',
    roffText(program.description),
    'Results go to standard output, progress and errors to standard error: one line an event.',
    'TREE is a kustomize directory, or the name of an installed component.',
    roffText('Durations are such as 90s, 10m or 1m30s.'),
    ...section('OPTIONS', program.options.map(optionEntry)),
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => [
      roffMacro(
        'SS',
        `${name} ${[command.name, ...command.arguments.map(({ term }) => term)].join(' ')}`,
      ),
      roffText(sentence(command.description)),
      ...command.arguments.filter(({ description }) => description !== '').flatMap(argumentEntry),
      ...command.options.flatMap(optionEntry),
    ]),
    ...section('EXIT STATUS', EXIT_STATUS.map(entry)),
    ...section('FILES', FILES.map(entry)),
    ...section('ENVIRONMENT', ENVIRONMENT.map(entry)),
    ...section(
      'EXAMPLES',
      EXAMPLES.map(([command, meaning]) => entry([`${name} ${command}`, meaning])),
    ),
    '.SH SEE ALSO',
    'kubectl(1), systemd.unit(5), https://github.com/openshift/microshift',
  ];
  return `${lines.join('\n')}\n`;
}

/** What a command does not work without. */
function neededTerms({ arguments: terms, options }: DescribedCommand): string[] {
  const required = options.filter(({ isRequired }) => isRequired);
  return [...terms, ...required].map(({ term }) => term);
}

function section(title: string, entries: readonly (readonly string[])[]): string[] {
  return [roffMacro('SH', title), ...entries.flat()];
}

function optionEntry({ term, description, value, default: standard }: DescribedOption): string[] {
  const choices = value?.kind === 'choice' ? `: ${value.choices.join(', ')}` : '';
  const shown = standard === undefined ? '' : ` (default: ${standard})`;
  return entry([term, `${description}${choices}${shown}`]);
}

function argumentEntry({ term, description, choices }: DescribedArgument): string[] {
  return entry([term, [description, ...choices].filter((part) => part !== '').join(' ')]);
}

function entry([term, meaning]: readonly [string, string]): string[] {
  return ['.TP', roffMacro('B', term), roffText(meaning)];
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function sentence(text: string): string {
  const begun = text.slice(0, 1).toUpperCase() + text.slice(1);
  return begun.endsWith('.') ? begun : `${begun}.`;
}
