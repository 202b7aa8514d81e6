import { writeFile, rename, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import type { ExitStatus, Problem } from '../errors.ts';
import type { ProgramVersion } from '../version.ts';

/** What every report of a run says (docs/formats.md). */
export type RunReport = {
  apiVersion: 'report.optional.microshift.io/v1alpha1';
  kind: 'ApplyReport' | 'HealthReport' | 'RemoveReport';
  program: ProgramVersion;
  /** When the run began, RFC 3339. */
  startedAt: string;
  durationMilliseconds: number;
  exitStatus: ExitStatus;
  /** Without a directory where only the cluster knows of the tree. */
  trees: { name: string; version?: string; directory?: string }[];
  problems: readonly Problem[];
  objects: readonly object[];
};

/** Writes a report completely or not at all: a health check may read it at any time. */
export async function writeReport(file: string, report: RunReport): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(temporary, `${JSON.stringify(report, null, 2)}\n`, { flag: 'wx', mode: 0o644 });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
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
