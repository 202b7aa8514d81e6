import { EXIT } from '../errors.ts';
import type { Place, Problem } from '../errors.ts';
import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import { RUN_REPORT_VERSION } from './run-report.ts';

/** What the report of an apply says of one tree. */
export type AppliedVerdict =
  | { state: 'applied' }
  /** Another run will not end otherwise. */
  | { state: 'failed'; reason: string; problems: Problem[] }
  /** Another run may. */
  | { state: 'unfinished'; reason: string; problems: Problem[] };

/** After these, the unit does not start another run either (rpm/microshift-optional.service). */
const FINAL = new Set<unknown>([EXIT.usage, EXIT.refused, EXIT.unsafe]);

/**
 * What became of a tree, by the report of the last apply.
 * @param report its JSON; anything may stand in it
 */
export function judgeApplyReport(
  report: unknown,
  tree: { name: string; directory: string },
): AppliedVerdict {
  const isReport =
    valueAt(report, ['apiVersion']) === RUN_REPORT_VERSION &&
    valueAt(report, ['kind']) === 'ApplyReport';
  if (!isReport) return unfinished('there is no report of it');
  const status = statusOf(report, tree);
  if (status === EXIT.done) return { state: 'applied' };
  if (status === undefined) return unfinished('the last run was for other trees');
  const reason = `it ended with exit status ${JSON.stringify(status)}`;
  const problems = problemsOf(report, tree.name);
  return { state: FINAL.has(status) ? 'failed' : 'unfinished', reason, problems };
}

function unfinished(reason: string): AppliedVerdict {
  return { state: 'unfinished', reason, problems: [] };
}

/** That of the tree; of a run that ended before it had read any, its own. */
function statusOf(report: unknown, { name, directory }: { name: string; directory: string }) {
  const trees = listAt(report, 'trees');
  if (trees.length === 0) {
    const status = valueAt(report, ['exitStatus']);
    return status === EXIT.done ? undefined : status;
  }
  const named = trees.filter((each) => valueAt(each, ['name']) === name);
  const found = named.find((each) => valueAt(each, ['directory']) === directory) ?? named[0];
  return found === undefined ? undefined : (valueAt(found, ['exitStatus']) ?? null);
}

/** What is wrong with the objects of a tree; with anything, where none of them is to blame. */
function problemsOf(report: unknown, tree: string): Problem[] {
  const own = listAt(report, 'objects')
    .filter((each) => valueAt(each, ['tree']) === tree)
    .flatMap((each) => problemIn(valueAt(each, ['problem'])));
  return own.length > 0 ? own : listAt(report, 'problems').flatMap(problemIn);
}

function problemIn(value: unknown): Problem[] {
  if (!isJsonObject(value)) return [];
  const [code, message, hint] = ['code', 'message', 'hint'].map((field) => textAt(value, [field]));
  if (!code || !message) return [];
  return [{ code, message, hint: hint ?? '', at: placeIn(value.at) }];
}

function placeIn(value: unknown): Place {
  const texts = ['file', 'field', 'object'].flatMap((field) => {
    const text = textAt(value, [field]);
    return text === '' ? [] : [[field, text]];
  });
  const line = valueAt(value, ['line']);
  return { ...Object.fromEntries(texts), ...(typeof line === 'number' ? { line } : {}) };
}

function listAt(value: unknown, field: string): unknown[] {
  const found = valueAt(value, [field]);
  return Array.isArray(found) ? found : [];
}
