import { EXIT, UserError, inputError } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import { buildPlan } from '../plan/build-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { refusePairs } from '../plan/refused-pairs.ts';
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
  leftOut: LeftOut[];
};

/** A tree that is not applied although it is installed. */
export type LeftOut = {
  /** Undefined where the tree cannot be read. */
  name: string | undefined;
  directory: string;
  problems: readonly Problem[];
  /** What the tree ends with. */
  exitStatus: ExitStatus;
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
 * @param refused what is installed and must not be applied beside what is in the cluster
 */
export async function planChosen(
  { given, installed, userTrees }: ChosenTrees,
  find?: () => Promise<InstalledTrees>,
  refused?: readonly LeftOut[],
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
  return planInstalled(userTrees === 'yes', find, refused);
}

/**
 * The trees of a command line: all of them, or none.
 * @throws {UserError} those of {@link readTrees} and {@link planTrees}
 */
export async function planGiven(given: readonly string[]): Promise<PlannedTrees> {
  const trees = await readTrees(given);
  return { trees, plan: await planTrees(trees), leftOut: [] };
}

/**
 * The plan of trees that are to be applied together.
 * @throws {UserError} those of {@link buildPlan}; `pair-refused` (exit status 6) where two do not work together
 */
export async function planTrees(trees: readonly Tree[]): Promise<Plan> {
  const plan = buildPlan(trees);
  await refusePairs(trees);
  return plan;
}

/**
 * What is installed on this machine. What an administrator has put there is left out, tree by tree, where it is
 * wrong or does not go with the rest: it must not keep a component from being applied. Of components that must not
 * be applied together (exit status 6), the later ones are left out.
 * @param withUsers whether what an administrator has put there counts
 * @throws {UserError} those of {@link planGiven}, for the components
 */
export async function planInstalled(
  withUsers: boolean,
  find: () => Promise<InstalledTrees> = findInstalledTrees,
  refused: readonly LeftOut[] = [],
): Promise<PlannedTrees> {
  const found = await find();
  const isLeft = (directory: string): boolean =>
    !refused.some((each) => each.directory === directory);
  const components = found.components.filter(isLeft);
  const users = withUsers ? found.users.filter(isLeft) : [];
  const planned = await planWithUsers(components, users);
  return { ...planned, leftOut: [...refused, ...planned.leftOut] };
}

async function planWithUsers(
  components: readonly string[],
  users: readonly string[],
): Promise<PlannedTrees> {
  if (users.length === 0) return planComponents(components);
  try {
    return await planGiven([...components, ...users]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return addOneByOne(await planComponents(components), users);
  }
}

async function planComponents(directories: readonly string[]): Promise<PlannedTrees> {
  try {
    return await planGiven(directories);
  } catch (error) {
    if (!(error instanceof UserError && error.exit === EXIT.unsafe)) throw error;
    return addOneByOne({ trees: [], plan: { nodes: [] }, leftOut: [] }, directories);
  }
}

async function addOneByOne(
  before: PlannedTrees,
  directories: readonly string[],
): Promise<PlannedTrees> {
  let planned = before;
  let leftOut: LeftOut[] = [];
  let waiting = directories;
  // One may need another: what was left out is looked at again, as long as anything was added.
  do {
    leftOut = [];
    for (const directory of waiting) {
      // oxlint-disable-next-line no-await-in-loop -- each is tried beside those before it
      const result = await withTree(planned, directory);
      if ('problems' in result) leftOut.push(result);
      else planned = result;
    }
    const isSame = leftOut.length === waiting.length;
    waiting = isSame ? [] : leftOut.map(({ directory }) => directory);
  } while (waiting.length > 0);
  return { ...planned, leftOut: [...before.leftOut, ...leftOut] };
}

async function withTree(
  { trees }: PlannedTrees,
  directory: string,
): Promise<PlannedTrees | LeftOut> {
  let name: string | undefined;
  try {
    const tree = await readTree(directory);
    ({ name } = tree);
    const all = [...trees, tree];
    refuseSameNames(all);
    return { trees: all, plan: await planTrees(all), leftOut: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, directory, problems: error.problems, exitStatus: error.exit };
  }
}
