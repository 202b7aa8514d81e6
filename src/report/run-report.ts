import { lstat, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type { ExitStatus, Problem } from '../errors.ts';
import type { ProgramVersion } from '../version.ts';

export const RUN_REPORT_VERSION = 'report.optional.microshift.io/v1alpha1';

/** What every report of a run says (docs/formats.md). */
export type RunReport = {
  apiVersion: typeof RUN_REPORT_VERSION;
  kind: 'ApplyReport' | 'HealthReport' | 'RemoveReport' | 'StatusReport';
  program: ProgramVersion;
  /** When the run began, RFC 3339. */
  startedAt: string;
  durationMilliseconds: number;
  exitStatus: ExitStatus;
  trees: readonly ReportedTree[];
  problems: readonly Problem[];
  objects: readonly object[];
};

export type ReportedTree = {
  name: string;
  version?: string;
  /** Missing where only the cluster knows of the tree. */
  directory?: string;
  /** Of an ApplyReport: what became of this tree. */
  exitStatus?: ExitStatus;
};

/** A report as JSON. */
export function formatReport(report: RunReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Whether a report of this name is to be a page for people, and not JSON. */
export function isPage(file: string): boolean {
  return /\.html?$/i.test(file);
}

/**
 * Writes a report completely or not at all: a health check may read it at any time. What is no file (a link, a pipe,
 * `/dev/null`, `/dev/stdout`) is written to, and not replaced: it belongs to the system, or to who reads it.
 */
export async function writeReport(file: string, text: string): Promise<void> {
  if ((await kindOf(file)) === 'other') {
    await writeFile(file, text, { mode: 0o644 });
    return;
  }
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o644 });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Takes away the report of an earlier run, which must not be taken for that of the one that begins. */
export async function removeReport(file: string): Promise<void> {
  // What keeps a file from being removed keeps the next from being written, and is told then.
  await removeOrEmpty(file).catch(() => {});
}

async function removeOrEmpty(file: string): Promise<void> {
  if ((await kindOf(file)) === 'file') await rm(file, { force: true });
  // What a link leads to stays where it is: a reader may wait for it there.
  else if ((await stat(file)).isFile()) await truncate(file);
}

/** What a report would take the place of: `file` where nothing is there. Nothing can replace a directory. */
async function kindOf(file: string): Promise<'file' | 'directory' | 'other'> {
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined || found.isFile()) return 'file';
  return found.isDirectory() ? 'directory' : 'other';
}

/** How a report names a tree. */
export function reportedTree({
  name,
  version,
  directory,
}: {
  name: string;
  version?: string | undefined;
  directory: string;
}): ReportedTree {
  return { name, ...(version === undefined ? {} : { version }), directory };
}

/** How a report names an object; the version may be unknown. */
export function reportedObject(
  apiVersion: string | undefined,
  id: { kind: string; namespace: string; name: string },
): object {
  const { kind, namespace, name } = id;
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    kind,
    ...(namespace === '' ? {} : { namespace }),
    name,
  };
}
