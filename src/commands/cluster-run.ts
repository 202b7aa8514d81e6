import { ApiError } from '../cluster/api-error.ts';
import { createClient } from '../cluster/client.ts';
import type { Client } from '../cluster/client.ts';
import { kubeconfigPath } from '../cluster/kubeconfig.ts';
import { startDeadline } from '../deadline.ts';
import { parseDuration } from '../duration.ts';
import { EXIT, UserError, formatProblems, inputError } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { createProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import type { RunPicture } from '../report/html/run-page.ts';
import {
  RUN_REPORT_VERSION,
  formatReport,
  isPage,
  removeReport,
  writeReport,
} from '../report/run-report.ts';
import type { ReportedTree, RunReport } from '../report/run-report.ts';
import { systemProblem } from '../system-error.ts';
import { writeLines } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import type { ProgramVersion } from '../version.ts';

/** What the command line says to every command that works on a cluster. */
export type ClusterCommand = {
  terminal: Terminal;
  program: ProgramVersion;
  kubeconfig: string | undefined;
  /** A duration, as Go writes it. */
  timeout: string;
  /** Files: pages where {@link isPage} says so, else JSON. */
  reports: readonly string[];
};

export type ClusterRun = {
  client: Client;
  progress: Progress;
  /** Milliseconds since the run began; setting the clock does not move it. */
  clock: () => number;
  /** Told which trees the run is about, for the case that it ends with an error. */
  about: (trees: readonly ReportedTree[]) => void;
};

export type RunResult = Pick<RunReport, 'trees' | 'problems' | 'objects'> & {
  status: ExitStatus;
  /** What a page shows beside it, of a command that can have one. */
  picture?: RunPicture;
};

/**
 * Runs a command against a cluster under one deadline, and writes its report, also when it ends with
 * an error that the user can fix. A report that cannot be written is an error of a run that was good, and
 * only told beside the others'.
 * @throws {UserError} `timeout-invalid`, `report-page-unsupported`
 */
export async function runOnCluster(
  command: ClusterCommand,
  kind: RunReport['kind'],
  work: (run: ClusterRun) => Promise<RunResult>,
): Promise<ExitStatus> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const clock = (): number => performance.now() - start;
  const pages = command.reports.filter(isPage);
  const others = command.reports.filter((file) => !isPage(file));
  const hasPage = kind === 'ApplyReport';
  let trees: readonly ReportedTree[] = [];
  const report = async (result: RunResult): Promise<void> => {
    const made: RunReport = {
      apiVersion: RUN_REPORT_VERSION,
      kind,
      program: command.program,
      startedAt,
      durationMilliseconds: Math.round(clock()),
      exitStatus: result.status,
      trees: result.trees,
      problems: result.problems,
      objects: result.objects,
    };
    // Programs wait for JSON, which a page that cannot be written must not take from them.
    for (const file of others) await writeReport(file, formatReport(made));
    if (pages.length === 0 || !hasPage) return;
    const { runPage } = await import('../report/html/run-page.ts');
    const page = runPage(made, result.picture ?? NO_PICTURE);
    for (const file of pages) await writeReport(file, page);
  };
  // A report that cannot be written must not hide how the run has ended.
  const reportFailure = async (result: RunResult): Promise<void> => {
    await report(result).catch((error: unknown) => {
      const problem = systemProblem(error);
      if (problem === undefined) throw error;
      writeLines(command.terminal.stderr, formatProblems([problem]));
    });
  };
  for (const file of hasPage ? command.reports : others) await removeReport(file);
  try {
    if (pages.length > 0 && !hasPage) throw withoutPage(pages);
    const about = (known: readonly ReportedTree[]): void => {
      trees = known;
    };
    const result = await withClient(command, (run) => work({ ...run, clock, about }));
    await (result.status === EXIT.done ? report(result) : reportFailure(result));
    return result.status;
  } catch (error) {
    const failure = error instanceof ApiError ? refusedToRead(error) : error;
    if (failure instanceof UserError) {
      const { exit, problems } = failure;
      const failed = trees.map((tree) => ({ ...tree, exitStatus: exit }));
      await reportFailure({ status: exit, trees: failed, problems, objects: [] });
    }
    throw failure;
  }
}

async function withClient<T>(
  command: ClusterCommand,
  work: (run: Pick<ClusterRun, 'client' | 'progress'>) => Promise<T>,
): Promise<T> {
  const deadline = startDeadline(parseTimeout(command.timeout));
  const progress = createProgress(command.terminal.stderr);
  const client = createClient({
    kubeconfig: kubeconfigPath(command.kubeconfig, command.terminal.environment),
    userAgent: `microshift-optional/${command.program.version}`,
    signal: deadline.signal,
    onTrouble: ({ message }) => {
      progress.line(`waiting    for the API server: ${message}`);
    },
  });
  try {
    return await work({ client, progress });
  } finally {
    progress.end();
    deadline.end();
    client.close();
  }
}

/** Of a run that ended before it had touched an object. */
const NO_PICTURE: RunPicture = { outcomes: [], pruned: [], isDryRun: false };

function withoutPage(files: readonly string[]): UserError {
  return inputError({
    code: 'report-page-unsupported',
    message: `--report: ${files.map((file) => JSON.stringify(file)).join(', ')} would be a page, which this command has not`,
    hint: 'give a name that does not end in .html for JSON; pages come from apply --report and plan --format html',
  });
}

/**
 * The milliseconds of --timeout. Here, and not with the flags: a unit's settings may be wrong, and who waits for its
 * report learns of it.
 * @throws {UserError} `timeout-invalid`
 */
export function parseTimeout(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw inputError({
    code: 'timeout-invalid',
    message: `--timeout: ${JSON.stringify(text)} is no duration`,
    hint: 'give one such as 90s, 10m or 1m30s (of the unit: DEADLINE in /etc/microshift-optional.conf)',
  });
}

/** An answer that no single object is to blame for, such as missing rights to read. */
function refusedToRead(error: ApiError): UserError {
  const problem = {
    code: 'api-refused',
    message: `the API server refused a request (${error.status} ${error.reason}): ${error.message}`,
    hint: 'use a kubeconfig with the rights of a cluster administrator',
  };
  return new UserError(EXIT.refused, [problem], { cause: error });
}
