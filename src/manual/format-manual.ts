import type { Command } from 'commander';
export function formatManual(program: Command, version: string) {
  const text = `${program.name()} ${version}\n`;
  return { manPage: text, completions: { bash: text, zsh: text, fish: text } };
}
