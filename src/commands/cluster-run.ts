import { ApiError } from '../cluster/api-error.ts';
import { createClient } from '../cluster/client.ts';
import type { Client } from '../cluster/client.ts';
import { kubeconfigPath } from '../cluster/kubeconfig.ts';
import { startDeadline } from '../deadline.ts';
import { EXIT, UserError } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import { createProgress } from '../progress.ts';
import type { Progress } from '../progress.ts';
import { writeReport } from '../report/run-report.ts';
import type { RunReport } from '../report/run-report.ts';
import type { Terminal } from '../terminal.ts';
import type { ProgramVersion } from '../version.ts';

/** What the command line says to every command that works on a cluster. */
export type ClusterCommand = {
  terminal: Terminal;
  program: ProgramVersion;
  kubeconfig: string | undefined;
  timeoutMilliseconds: number;
  report: string | undefined;
};

export type ClusterRun = {
  client: Client;
  progress: Progress;
  /** Milliseconds since the run began; setting the clock does not move it. */
  clock: () => number;
};

export type RunResult = {
  status: ExitStatus;
  trees: readonly { name: string; version?: string | undefined; directory?: string }[];
  problems: readonly Problem[];
  objects: readonly object[];
};

/**
 * Runs a command against a cluster under one deadline, and writes its report, also when it ends with
 * an error that the user can fix.
 */
export async function runOnCluster(
  command: ClusterCommand,
  kind: RunReport['kind'],
  work: (run: ClusterRun) => Promise<RunResult>,
): Promise<ExitStatus> {
  const startedAt = new Date().toISOString();
  const start = performance.now();
  const clock = (): number => performance.now() - start;
  const deadline = startDeadline(command.timeoutMilliseconds);
  const progress = createProgress(command.terminal.stderr);
  const client = createClient({
    kubeconfig: kubeconfigPath(command.kubeconfig, command.terminal.environment),
    userAgent: `microshift-optional/${command.program.version}`,
    signal: deadline.signal,
    onTrouble: ({ message }) => {
      progress.line(`waiting    for the API server: ${message}`);
    },
  });
  const report = async (result: RunResult): Promise<void> => {
    if (command.report === undefined) return;
    await writeReport(command.report, {
      apiVersion: 'report.optional.microshift.io/v1alpha1',
      kind,
      program: command.program,
      startedAt,
      durationMilliseconds: Math.round(clock()),
      exitStatus: result.status,
      trees: result.trees.map(({ name, version, directory }) => ({
        name,
        ...(version === undefined ? {} : { version }),
        ...(directory === undefined ? {} : { directory }),
      })),
      problems: result.problems,
      objects: result.objects,
    });
  };
  try {
    const result = await work({ client, progress, clock });
    await report(result);
    return result.status;
  } catch (error) {
    const failure = error instanceof ApiError ? refusedToRead(error) : error;
    if (failure instanceof UserError) {
      await report({ status: failure.exit, trees: [], problems: failure.problems, objects: [] });
    }
    throw failure;
  } finally {
    progress.end();
    deadline.end();
    client.close();
  }
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
