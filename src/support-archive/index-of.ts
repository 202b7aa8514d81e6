import type { ExitStatus, Problem } from '../errors.ts';
import { toJsonText } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import type { ProgramVersion } from '../version.ts';
import type { Entry, LeftOut } from './contents.ts';
import { redactJson } from './redact.ts';

const INDEX_VERSION = 'support.optional.microshift.io/v1alpha1';

/** The first entry of an archive: how `status` ended, what else is in it, and what is not, and why. */
export function indexOf(archive: {
  program: ProgramVersion;
  time: Date;
  status: ExitStatus;
  problems: readonly Problem[];
  entries: readonly Entry[];
  leftOut: readonly LeftOut[];
}): Entry {
  const { program, time, status, problems, entries, leftOut } = archive;
  const index = {
    apiVersion: INDEX_VERSION,
    kind: 'SupportArchive',
    program,
    createdAt: time.toISOString(),
    exitStatus: status,
    problems: redactJson(problems as unknown as Json),
    files: entries.map(({ path, bytes }) => ({ path, bytes: bytes.length })),
    leftOut: leftOut.map(({ what, why }) => ({ what, why })),
  };
  return { path: 'index.json', bytes: Buffer.from(`${toJsonText(index, 2)}\n`) };
}
