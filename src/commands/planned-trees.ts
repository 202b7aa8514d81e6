import { UserError, inputError } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { findInstalledTrees } from '../tree/installed-trees.ts';
import type { InstalledTrees } from '../tree/installed-trees.ts';
import { readTree } from '../tree/read-tree.ts';
import type { Tree } from '../tree/read-tree.ts';
import { readTrees, refuseSameNames } from './read-trees.ts';

/** Trees and their plan. */
export type PlannedTrees = {
  trees: Tree[];
  plan: Plan;
  /** What is left out, since something is wrong with it. */
  leftOut: { directory: string; problems: readonly Problem[] }[];
};

/** What a command line says of trees. */
export type ChosenTrees = {
  given: readonly string[];
  installed: boolean;
  /** `yes` or `no`. */
  userTrees: string;
};

/**
 * What a command line chooses: trees by name, or what is installed.
 * @throws {UserError} `trees-unclear` where it is neither or both; `user-trees-invalid`; those of
 * {@link planGiven} and {@link planInstalled}
 */
export async function planChosen(
  { given, installed, userTrees }: ChosenTrees,
  find?: () => Promise<InstalledTrees>,
): Promise<PlannedTrees> {
  if (installed === given.length > 0) {
    throw inputError({
      code: 'trees-unclear',
      message: installed ? 'there are trees beside --installed' : 'no tree is given',
      hint: 'give trees (directories or names), or --installed for all that are installed here',
    });
  }
  if (!installed) return planGiven(given);
  if (userTrees !== 'yes' && userTrees !== 'no') {
    throw inputError({
      code: 'user-trees-invalid',
      message: `--user-trees: ${JSON.stringify(userTrees)} is neither yes nor no`,
      hint: 'give one of the two (of the unit: USER_TREES in /etc/microshift-optional.conf)',
    });
  }
  return planInstalled(userTrees === 'yes', find);
}

/**
 * The trees of a command line: all of them, or none.
 * @throws {UserError} those of {@link readTrees} and {@link buildPlan}
 */
export async function planGiven(given: readonly string[]): Promise<PlannedTrees> {
  const trees = await readTrees(given);
  return { trees, plan: buildPlan(trees), leftOut: [] };
}

/**
 * What is installed on this machine. What an administrator has put there is left out, tree by tree, where it is
 * wrong or does not go with the rest: it must not keep a component from being applied.
 * @param withUsers whether what an administrator has put there counts
 * @throws {UserError} those of {@link planGiven}, for the components
 */
export async function planInstalled(
  withUsers: boolean,
  find: () => Promise<InstalledTrees> = findInstalledTrees,
): Promise<PlannedTrees> {
  const { components, users } = await find();
  if (!withUsers || users.length === 0) return planGiven(components);
  try {
    return await planGiven([...components, ...users]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return addOneByOne(await planGiven(components), users);
  }
}

async function addOneByOne(
  components: PlannedTrees,
  directories: readonly string[],
): Promise<PlannedTrees> {
  let planned = components;
  let leftOut: PlannedTrees['leftOut'] = [];
  let waiting = directories;
  // One may need another: what was left out is looked at again, as long as anything was added.
  do {
    leftOut = [];
    for (const directory of waiting) {
      // oxlint-disable-next-line no-await-in-loop -- each is tried beside those before it
      const result = await withTree(planned, directory);
      if ('problems' in result) leftOut.push({ directory, problems: result.problems });
      else planned = result;
    }
    const isSame = leftOut.length === waiting.length;
    waiting = isSame ? [] : leftOut.map(({ directory }) => directory);
  } while (waiting.length > 0);
  return { ...planned, leftOut };
}

async function withTree(
  { trees }: PlannedTrees,
  directory: string,
): Promise<PlannedTrees | { problems: readonly Problem[] }> {
  try {
    const all = [...trees, await readTree(directory)];
    refuseSameNames(all);
    return { trees: all, plan: buildPlan(all), leftOut: [] };
  } catch (error) {
    if (error instanceof UserError) return { problems: error.problems };
    throw error;
  }
}
