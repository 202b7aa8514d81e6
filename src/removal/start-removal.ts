import { DeadlineError } from '../deadline.ts';
import { displayObject } from '../manifest/display.ts';
import { StillThereError, failedRemoval } from './failure.ts';
import type { Step } from './order-removal.ts';
import type { RemovalOutcome } from './outcome.ts';
import { removeObject } from './remove-object.ts';
import type { RemoveContext } from './remove-object.ts';
import type { Removable } from './removable.ts';
import { someOf } from './some-of.ts';
import { stagesBefore } from './stages.ts';

export type TaskContext = RemoveContext & {
  clock: () => number;
  /** The keys of objects that wait for nothing. */
  first: ReadonlySet<string>;
  /** Told why an object whose turn has come is not gone yet, whenever that changes. */
  onWaiting: (removable: Removable, reason: string) => void;
};

/** A step under way. */
type Task = {
  step: Step;
  gone: Promise<void>;
  /** Why it is not gone yet, once its turn has come; `''` before. */
  reason: string;
  isDone: boolean;
};

/**
 * Starts all steps at once: each waits for those before it, removes its object, and lets those after it pass. A
 * failure stops only these.
 */
export function startRemoval(
  steps: readonly Step[],
  context: TaskContext,
): Promise<RemovalOutcome>[] {
  const passes = new Map(
    steps.map(({ removable }) => [removable.key, Promise.withResolvers<void>()]),
  );
  const tasks = steps.map((step): Task => {
    const gone = passes.get(step.removable.key)?.promise ?? Promise.resolve();
    // Nobody may wait for it; then its failure is its own.
    gone.catch(() => {});
    return { step, gone, reason: '', isDone: false };
  });
  const before = predecessors(tasks);

  return tasks.map(async (task) => {
    const { removable } = task.step;
    const pass = passes.get(removable.key);
    let readyAt = context.clock();
    const earlier = context.first.has(removable.key) ? [] : before(task.step);
    let waitsForOthers = true;
    const wait = (reason: string): void => {
      if (task.reason === reason) return;
      task.reason = reason;
      context.onWaiting(removable, reason);
    };
    try {
      await Promise.all(earlier.map((group) => group.gone));
      readyAt = context.clock();
      waitsForOthers = false;
      task.reason = 'the API server has not answered yet';
      const removed = await removeObject(removable, context, wait);
      task.isDone = true;
      pass?.resolve();
      return { removable, ...removed, readyAt, doneAt: context.clock() };
    } catch (error) {
      const passedOn = error instanceof StillThereError || error instanceof DeadlineError;
      pass?.reject(passedOn ? error : new StillThereError(removable));
      const why = waitsForOthers ? { others: othersLeft(earlier) } : { itself: task.reason };
      return failedRemoval(removable, error, why, { readyAt, doneAt: context.clock() });
    }
  });
}

/** Tasks that all must be over. */
type Group = { tasks: readonly Task[]; gone: Promise<unknown> };

/** Says what a step waits for: whole stages, and single objects of its own. */
function predecessors(tasks: readonly Task[]): (step: Step) => Group[] {
  const groups = new Map<string, Group>();
  const group = (key: string, members: () => Task[]): Group => {
    const known = groups.get(key);
    if (known !== undefined) return known;
    const found = groupOf(members());
    groups.set(key, found);
    return found;
  };
  const byKey = new Map(tasks.map((task) => [task.step.removable.key, task]));
  return ({ stage, after, removable: { tree } }) => {
    const { ofAll, ofTree } = stagesBefore(stage);
    return [
      ...ofAll.map((each) => group(each, () => tasks.filter(({ step }) => step.stage === each))),
      ...ofTree.map((each) =>
        group(`${each} of ${tree}`, () =>
          tasks.filter(({ step }) => step.stage === each && step.removable.tree === tree),
        ),
      ),
      groupOf(after.map((key) => byKey.get(key)).filter((task) => task !== undefined)),
    ];
  };
}

function groupOf(tasks: readonly Task[]): Group {
  const gone = Promise.all(tasks.map((task) => task.gone));
  gone.catch(() => {});
  return { tasks, gone };
}

/** Names the objects whose turn had come, and why they are not gone. */
function othersLeft(groups: readonly Group[]): string {
  const left = new Set(groups.flatMap(({ tasks }) => tasks).filter(({ isDone }) => !isDone));
  const names = [...left]
    .filter(({ reason }) => reason !== '')
    .map(({ step, reason }) => `${displayObject(step.removable.id)} (${reason})`);
  return names.length === 0 ? 'what has to be gone before it' : someOf(names);
}
