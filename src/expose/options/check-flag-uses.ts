import type { FlagProblems } from './flag-problems.ts';
import { FLAG_MODES, FLAG_NEEDS, MODE_NAMES, ONE_OF } from './flag-uses.ts';
import type { Mode } from './flag-uses.ts';
import { isGiven } from './flags.ts';
import type { ExposeFlags, FlagName } from './flags.ts';

/** Tells which flags do not go together, and which mode is meant. */
export function checkFlagUses(flags: ExposeFlags, problems: FlagProblems): Mode {
  const mode = modeOf(flags);
  for (const [flag, modes] of entries(FLAG_MODES)) {
    if (!isGiven(flags, flag) || modes.includes(mode)) continue;
    // What it needs is missing: that is told below.
    if (flag === 'redirect-listener' && mode === 'new-gateways') continue;
    const others = modes.map((each) => MODE_NAMES[each]).join(' or ');
    problems.conflict(
      flag,
      `means nothing with ${MODE_NAMES[mode]}`,
      `it goes with ${others}; leave it out`,
    );
  }
  for (const [flag, needed] of entries(FLAG_NEEDS)) {
    if (!isGiven(flags, flag) || isGiven(flags, needed)) continue;
    problems.conflict(
      flag,
      `means nothing without --${needed}`,
      `add --${needed}, or leave it out`,
    );
  }
  for (const group of ONE_OF) {
    const [first, ...others] = group.filter((flag) => isGiven(flags, flag));
    if (first === undefined || others.length === 0) continue;
    const message = `cannot go with ${others.map((flag) => `--${flag}`).join(', ')}`;
    problems.conflict(first, message, 'give one of them');
  }
  return mode;
}

function modeOf(flags: ExposeFlags): Mode {
  if (isGiven(flags, 'mesh')) return 'service';
  if (!isGiven(flags, 'gateway')) return 'new-gateways';
  return isGiven(flags, 'add-listener') ? 'added-listeners' : 'gateway';
}

function entries<Value>(table: Partial<Record<FlagName, Value>>): [FlagName, Value][] {
  return Object.entries(table) as [FlagName, Value][];
}
