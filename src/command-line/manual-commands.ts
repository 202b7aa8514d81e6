import { Argument } from 'commander';
import type { Command } from 'commander';
import { SHELLS } from '../manual/shells.ts';
import type { Shell } from '../manual/shells.ts';
import type { Terminal } from '../terminal.ts';
import { PROGRAM } from '../version.ts';

/** Adds the command that prints completion for shells. */
export function addManualCommands(program: Command, terminal: Terminal): void {
  program
    .command('completion')
    .summary("print a shell's completion")
    .description("Prints what a shell has to read to complete this program's commands and flags.")
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { formatManual } = await import('../manual/format-manual.ts');
      terminal.stdout.write(formatManual(program, PROGRAM.version).completions[shell]);
    });
}
