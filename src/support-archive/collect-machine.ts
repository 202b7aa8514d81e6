import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Json } from '../manifest/json.ts';
import type { ProgramVersion } from '../version.ts';
import { attempt } from './attempt.ts';
import type { Contents } from './contents.ts';

/** Where this machine has what an archive takes of it. */
export const MACHINE_FILES = {
  /** The last report of the applier: rpm/microshift-optional.service writes it. */
  report: '/run/microshift-optional/report.json',
  osRelease: '/etc/os-release',
} as const;

/** {@link MACHINE_FILES}, or other places in tests. */
export type MachineFiles = { report: string; osRelease: string };

const MAX_BYTES = 4 * 1024 * 1024;
/** What os-release(5) has that tells which system this is. */
const SYSTEM_FIELDS =
  /^(NAME|ID|VERSION|VERSION_ID|VARIANT|VARIANT_ID|OSTREE_VERSION|BUILD_ID|IMAGE_ID|IMAGE_VERSION)=(.*)$/;

/** Reads for an archive what this machine knows: its versions, and what became of the last apply. Never rejects. */
export async function collectMachine(
  contents: Contents,
  program: ProgramVersion,
  files: MachineFiles = MACHINE_FILES,
): Promise<void> {
  const osRelease = await attempt(contents, files.osRelease, () => readBounded(files.osRelease));
  contents.json('machine-versions.json', {
    program,
    node: process.version,
    platform: process.platform,
    architecture: process.arch,
    operatingSystem: systemOf(osRelease ?? ''),
  });
  const report = await attempt(contents, files.report, async () => {
    const text = await readBounded(files.report);
    return JSON.parse(text) as Json;
  });
  if (report !== undefined) contents.json('apply-report.json', report);
}

/** A small regular file: what is none might never end. */
async function readBounded(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new Error('is no regular file');
    if (found.size > MAX_BYTES) throw new Error(`has more than ${MAX_BYTES} bytes`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** The fields of os-release(5), without their quotes. */
function systemOf(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name, value = ''] = SYSTEM_FIELDS.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replaceAll(/^["']|["']$/g, '')]];
    }),
  );
}
