import type { Command } from 'commander';
import { formatBashCompletion } from './bash-completion.ts';
import { describeProgram } from './describe-program.ts';
import { formatFishCompletion } from './fish-completion.ts';
import { formatManPage } from './man-page.ts';
import type { Shell } from './shells.ts';
import { formatZshCompletion } from './zsh-completion.ts';

/** What a program says of itself, for those who use it. */
export type Manual = {
  /** In roff. */
  manPage: string;
  completions: Record<Shell, string>;
};

/** The manual page of a program, and its completion for each shell: all from its flags and their descriptions. */
export function formatManual(program: Command, version: string): Manual {
  const described = describeProgram(program);
  return {
    manPage: formatManPage(described, version),
    completions: {
      bash: formatBashCompletion(described),
      zsh: formatZshCompletion(described),
      fish: formatFishCompletion(described),
    },
  };
}
