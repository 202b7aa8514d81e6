import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { EXIT, UserError, inputError } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import type { Json } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import { collectCluster } from '../support-archive/collect-cluster.ts';
import type { ChooseScope } from '../support-archive/collect-cluster.ts';
import { collectMachine } from '../support-archive/collect-machine.ts';
import { createContents } from '../support-archive/contents.ts';
import { indexOf } from '../support-archive/index-of.ts';
import { whyNotWritable, writeArchive } from '../support-archive/write-archive.ts';
import { systemProblem } from '../system-error.ts';
import { printable } from '../terminal.ts';
import { runOnCluster } from './cluster-run.ts';

const MEBIBYTE = 1024 * 1024;
/** Of what is unpacked. What is on this machine has room of its own, so that no cluster can crowd it out. */
const LIMITS = { machine: 12 * MEBIBYTE, cluster: 20 * MEBIBYTE };

/** A support archive that is made while `status` looks. */
export type StatusArchive = {
  /** In the place of {@link runOnCluster}: reads for the archive meanwhile, and writes it whatever the run ends with. */
  run: typeof runOnCluster;
  /** Told what is shown, as text of JSON and for people. */
  show(shown: { json: string; text: string }): void;
};

/**
 * Begins a support archive.
 * @throws {UserError} `bundle-invalid`, and what the file system says
 */
export async function openStatusArchive(file: string, choose: ChooseScope): Promise<StatusArchive> {
  await refuse(file);
  const time = new Date();
  const ofMachine = createContents(LIMITS.machine);
  const ofCluster = createContents(LIMITS.cluster);
  return {
    show({ json, text }) {
      ofMachine.json('status.json', JSON.parse(json) as Json);
      ofMachine.text('status.txt', text);
    },
    run: async (command, kind, work) => {
      const { program, terminal } = command;
      let problems: readonly Problem[] = [];
      let failure: unknown;
      let status: ExitStatus = EXIT.bug;
      try {
        status = await runOnCluster(command, kind, async (run) => {
          const collecting = collectCluster(run.client, ofCluster, choose);
          try {
            const result = await work(run);
            ({ problems } = result);
            return result;
          } finally {
            await collecting;
          }
        });
      } catch (error) {
        failure = error;
        if (error instanceof UserError) ({ exit: status, problems } = error);
        ofMachine.leaveOut('status.json', 'status ended before it could say anything');
      }
      await collectMachine(ofMachine, program);
      const all = [ofMachine, ofCluster];
      const entries = all
        .flatMap((contents) => contents.entries())
        .toSorted((a, b) => compareText(a.path, b.path));
      const leftOut = all.flatMap((contents) => contents.leftOut());
      const index = indexOf({ program, time, status, problems, entries, leftOut });
      try {
        await refuse(file);
        await writeArchive(file, [index, ...entries], time);
      } catch (error) {
        // A bug is told before a full disk.
        if (failure !== undefined && !(failure instanceof UserError)) throw failure;
        throw new UserError(EXIT.usage, [...problems, ...problemsOf(error)], { cause: error });
      }
      terminal.stderr.write(
        printable(
          `archive    ${file}: ${entries.length} files, ${leftOut.length} things left out\n`,
        ),
      );
      if (failure !== undefined) throw failure;
      return status;
    },
  };
}

/** @throws {UserError} `bundle-invalid`; the file system's error */
async function refuse(file: string): Promise<void> {
  const reason = await whyNotWritable(file);
  if (reason !== undefined) {
    throw inputError({
      code: 'bundle-invalid',
      message: `--bundle: ${reason}`,
      hint: 'give another file, such as support.tar.gz',
      at: { file },
    });
  }
  await access(path.dirname(file), constants.W_OK);
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof UserError) return error.problems;
  const problem = systemProblem(error);
  if (problem === undefined) throw error;
  return [problem];
}
