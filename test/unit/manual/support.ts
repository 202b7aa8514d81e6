import { Argument, Command, Option } from 'commander';
import { describeProgram } from '../../../src/manual/describe-program.ts';

/** A program with every kind of argument and flag; its texts have what shells and roff would take for their own. */
export function lampProgram(): Command {
  const program = new Command('lamp-shop')
    .description("Sells 'lamps' at $(price) [each].")
    .version('1');
  program
    .command('light')
    .summary("light a lamp: it's bright")
    .argument('<lamp-dir>', 'the lamp')
    .addOption(
      new Option('--colour <colour>', 'which [of them]: all')
        .choices(['red', 'blue'])
        .default('red'),
    )
    .option('--wick <file>', 'its wick', '/etc/wick')
    .option('--into <dir>', 'where to')
    .requiredOption('--shade <shade>', 'its shade')
    .option('--bright <yes|no>', 'whether it is bright', 'no')
    .option('--name <name=value...>', 'a name')
    .option('-d, --dry-run', 'only say so', false)
    .addOption(new Option('--secret').hideHelp());
  program
    .command('choose')
    .summary('choose one')
    .description('.Chooses one; a \\backslash "and" more')
    .addArgument(new Argument('[kind]', 'the kind').choices(['old', 'new']));
  program.command('trees').summary('look at trees').argument('<tree...>', 'directories');
  return program;
}

export const LAMPS = describeProgram(lampProgram());
