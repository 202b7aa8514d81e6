import type { Outcome } from '../../apply/outcome.ts';
import { counted } from '../../counted.ts';
import { formatMilliseconds } from '../../duration.ts';
import { EXIT } from '../../errors.ts';
import type { ExitStatus } from '../../errors.ts';
import type { RemovalOutcome } from '../../removal/outcome.ts';
import type { ReportedTree, RunReport } from '../run-report.ts';
import { criticalSection } from './critical-section.ts';
import { framePage } from './frame.ts';
import type { Section } from './frame.ts';
import { graphFigure } from './graph-figure.ts';
import { element } from './html.ts';
import type { Html } from './html.ts';
import { linkObjects } from './object-links.ts';
import { problemsSection } from './problems-section.ts';
import { appliedObject, prunedObject } from './timed-object.ts';
import { chooseRows, layOutTimeline } from './timeline.ts';
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
  const deleted = pruned.map(prunedObject);
  const objects = [...applied, ...deleted];
  const timeline = layOutTimeline(applied, deleted, report.durationMilliseconds);
  const rows = chooseRows(timeline.rows, MOST_ROWS);
  const links = linkObjects(
    objects,
    rows.map(({ object }) => object),
  );
  const problems = objects.filter((object) => object.problems.length > 0);
  const sections: Section[] = [
    ...problemsSection(report.problems),
    ...criticalSection(timeline, restOf(isDryRun, pruned), report.durationMilliseconds, links),
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

/** What a run does once everything is applied. */
function restOf(isDryRun: boolean, pruned: readonly RemovalOutcome[]): string {
  if (isDryRun) return 'the rest';
  return pruned.length === 0
    ? 'recording what was applied'
    : 'deleting what is no longer in the trees, and recording what was applied';
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
    directory === undefined ? undefined : ` (${clip(directory)})`,
  );
}
