import type { Outcome } from '../../apply/outcome.ts';
import { counted } from '../../counted.ts';
import { formatMilliseconds } from '../../duration.ts';
import { EXIT } from '../../errors.ts';
import type { ExitStatus } from '../../errors.ts';
import type { RemovalOutcome } from '../../removal/outcome.ts';
import type { ReportedTree, RunReport } from '../run-report.ts';
import { framePage } from './frame.ts';
import type { Section } from './frame.ts';
import { graphFigure } from './graph-figure.ts';
import { element } from './html.ts';
import type { Html } from './html.ts';
import { linkObjects } from './object-links.ts';
import type { ObjectLinks } from './object-links.ts';
import { problemsSection } from './problems-section.ts';
import type { TimedObject } from './shown-object.ts';
import { chooseRows, layOutTimeline } from './timeline.ts';
import type { Timeline } from './timeline.ts';
import { timelineSection } from './timeline-section.ts';
import { clip } from './words.ts';

/** What the page of a run shows beside its report. */
export type RunPicture = {
  /** Of every object, in the order of the plan. */
  outcomes: readonly Outcome[];
  pruned: readonly RemovalOutcome[];
  isDryRun: boolean;
};

// A page of more would be long in loading, and nobody would read it.
const MOST_ROWS = 400;

const ENDS: Record<ExitStatus, string> = {
  [EXIT.done]: 'done',
  [EXIT.bug]: 'ended by a bug',
  [EXIT.usage]: 'something is wrong with the input',
  [EXIT.refused]: 'the API server refused something',
  [EXIT.deadline]: 'not done when the deadline passed',
  [EXIT.unhealthy]: 'not healthy',
  [EXIT.unsafe]: 'refused as unsafe',
};

/** The page of a run of `apply`: what became of each object, when, and what it waited for. */
export function runPage(report: RunReport, { outcomes, pruned, isDryRun }: RunPicture): string {
  const applied = outcomes.map(appliedObject);
  const objects = [...applied, ...pruned.map(prunedObject)];
  const timeline = layOutTimeline(objects, report.durationMilliseconds);
  const rows = chooseRows(timeline.rows, MOST_ROWS);
  const links = linkObjects(
    objects,
    rows.map(({ object }) => object),
  );
  const problems = objects.filter((object) => object.problems.length > 0);
  const sections: Section[] = [
    ...problemsSection(report.problems),
    ...criticalSection(timeline, report.durationMilliseconds, links),
    ...(objects.length === 0 ? [] : [timelineSection(timeline, rows, links)]),
    ...(applied.length === 0
      ? []
      : [
          {
            id: 'graph',
            title: 'Graph',
            content: graphFigure(applied, new Set(problems.map(({ key }) => key))),
          },
        ]),
  ];
  const name = isDryRun ? 'apply --dry-run' : 'apply';
  const time = formatMilliseconds(report.durationMilliseconds);
  return framePage({
    title: `${name}: ${ENDS[report.exitStatus]}`,
    lead: lead(report, { count: objects.length, time, isDryRun }),
    sections,
    program: report.program,
  });
}

function appliedObject(outcome: Outcome): TimedObject {
  const { node, action, note, problem, further = [], readyAt, doneAt } = outcome;
  return {
    key: node.key,
    id: node.id,
    tree: node.tree,
    after: node.dependencies,
    action,
    readyAt,
    doneAt,
    note,
    problems: [...(problem === undefined ? [] : [problem]), ...further],
  };
}

/** What comes after what in a removal is told by the stages, not by edges. */
function prunedObject(outcome: RemovalOutcome): TimedObject {
  const { removable, action, kept, problem, readyAt, doneAt } = outcome;
  return {
    key: `pruned ${removable.key}`,
    id: removable.id,
    tree: removable.tree,
    after: [],
    action,
    readyAt,
    doneAt,
    note: `No longer in the tree.${kept === undefined ? '' : ` Kept: ${kept.reason}`}`,
    problems: problem === undefined ? [] : [problem],
  };
}

function lead(
  { trees, startedAt, exitStatus }: RunReport,
  { count, time, isDryRun }: { count: number; time: string; isDryRun: boolean },
): Html {
  const words = isDryRun ? 'Nothing was written. ' : '';
  return element(
    'div',
    { class: 'lead' },
    element(
      'p',
      {},
      `${words}${counted(count, 'object')} in ${time}, from ${shownTime(startedAt)}. Exit status ${exitStatus}.`,
    ),
    trees.length === 0 ? undefined : element('ul', {}, trees.map(treeOf)),
  );
}

/** Of a time as RFC 3339 has it in UTC, what people read: to the second. */
function shownTime(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

function treeOf({ name, version, directory, exitStatus }: ReportedTree): Html {
  return element(
    'li',
    {},
    element('b', {}, clip(name)),
    version === undefined ? undefined : ` ${clip(version)}`,
    exitStatus === undefined ? undefined : `: ${ENDS[exitStatus]}`,
    directory === undefined
      ? undefined
      : element('span', { class: 'where' }, ` (${clip(directory)})`),
  );
}

function criticalSection(
  { path, rows }: Timeline,
  duration: number,
  links: ObjectLinks,
): Section[] {
  const byKey = new Map(rows.map(({ object }) => [object.key, object]));
  const steps = path.flatMap((key) => byKey.get(key) ?? []);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return [];
  const shown = steps.slice(-MOST_STEPS);
  const omitted = steps.length - shown.length;
  const content = [
    element(
      'p',
      {},
      'Each of these was ready only when the one above it was done, and the last one was done last: to make the run ' +
        'shorter, look here.',
    ),
    element(
      'ol',
      { class: 'path' },
      stretch('reading the trees and the cluster', first.readyAt),
      omitted === 0 ? undefined : element('li', {}, counted(omitted, 'earlier object')),
      shown.map(({ key, readyAt, doneAt }) =>
        element(
          'li',
          {},
          element('span', { class: 'took' }, formatMilliseconds(doneAt - readyAt)),
          ' ',
          links.link(key),
        ),
      ),
      stretch('recording what was applied', duration - last.doneAt),
    ),
  ];
  return [{ id: 'critical-path', title: 'Critical path', content }];
}

const MOST_STEPS = 50;

function stretch(what: string, milliseconds: number): Html {
  return element(
    'li',
    { class: 'between' },
    element('span', { class: 'took' }, formatMilliseconds(Math.max(0, milliseconds))),
    ` ${what}`,
  );
}
