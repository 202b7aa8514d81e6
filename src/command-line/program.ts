import { Command } from 'commander';
import type { ExitStatus } from '../errors.ts';
import type { Terminal } from '../terminal.ts';
import { PROGRAM } from '../version.ts';
import { addClusterCommands } from './cluster-commands.ts';
import { addExposeCommands } from './expose-commands.ts';
import { addManualCommands } from './manual-commands.ts';
import { addPackagingCommands } from './packaging-commands.ts';

/**
 * The command line: flags and help, nothing else. Each command's code is loaded when it is called, so
 * that a boot does not pay for the packager.
 * @param finish told the exit status of a command that ran to its end
 */
export function createProgram(terminal: Terminal, finish: (status: ExitStatus) => void): Command {
  const program = new Command('microshift-optional')
    .description('Packages optional components of MicroShift and applies them at boot, in order.')
    .version(`microshift-optional ${PROGRAM.version} (${PROGRAM.commit})`)
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .showHelpAfterError('(add --help for what is possible)')
    // What follows a command is the command's: rpm has a --version of its own.
    .enablePositionalOptions()
    .exitOverride();

  addPackagingCommands(program, terminal, finish);
  addClusterCommands(program, terminal, finish);
  addExposeCommands(program, terminal);
  addManualCommands(program, terminal);
  return program;
}
