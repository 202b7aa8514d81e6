import path from 'node:path';
import { UserError } from '../errors.ts';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { readTree } from '../tree/read-tree.ts';
import type { Lock } from './lock.ts';
import { openRelease } from './open-release.ts';
import { changedReleaseFiles } from './release-directory.ts';
import { checkUnchanged, releaseState } from './release-state.ts';
import type { ReleaseState } from './release-state.ts';

/** The release that a directory holds, which a new one is compared with. */
export type PreviousRelease = { lock: Lock; objects: KubernetesObject[] };

/** What a new release replaces, and what is to be said of that. */
export type Replaced = {
  /** Undefined where there is nothing that can be compared with. */
  previous: PreviousRelease | undefined;
  findings: Finding[];
  state: ReleaseState;
};

/**
 * Reads the release in `directory`. Without one there is nothing to compare with, and neither with one
 * that cannot be read or is another component's. These are refusals: nobody would see what an upgrade
 * loses, or a release would be gone.
 * @param name the component's
 * @throws {UserError} `output-busy` where another run replaces it meanwhile
 */
export async function readPreviousRelease(directory: string, name: string): Promise<Replaced> {
  const state = await releaseState(directory);
  const read =
    state === undefined
      ? { previous: undefined, findings: [] }
      : await readRelease(directory, name);
  await checkUnchanged(directory, state);
  return { ...read, state };
}

async function readRelease(directory: string, name: string): Promise<Omit<Replaced, 'state'>> {
  try {
    const lock = await openRelease(directory);
    if (lock.name !== name) {
      return { previous: undefined, findings: [otherComponent(directory, lock)] };
    }
    const tree = await readTree(path.join(directory, 'manifests.d', lock.directory));
    const objects = tree.objects.map(({ manifest }) => manifest.object());
    return { previous: { lock, objects }, findings: await editedFiles(directory, lock) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      previous: undefined,
      findings: error.problems.map((problem) =>
        finding('refusal', 'release', {
          ...problem,
          code: 'previous-unreadable',
          message: `the previous release cannot be compared with: ${problem.message}`,
          hint: 'restore it, or write into another directory',
        }),
      ),
    };
  }
}

/** Whoever edits a release by hand changes what the next one is compared with. */
async function editedFiles(directory: string, lock: Lock): Promise<Finding[]> {
  const problems = await changedReleaseFiles(directory, lock);
  // Not where it lies here: the report is the same on every machine.
  const paths = problems.flatMap(({ at }) =>
    at?.file === undefined ? [] : path.relative(directory, at.file),
  );
  if (paths.length === 0) return [];
  return [
    finding('note', 'release', {
      code: 'previous-edited',
      message: `the previous release is not what its lock says, and is compared as it is: ${paths.join(', ')}`,
      hint: 'devices may have something else; restore the release, and rebase again',
    }),
  ];
}

function otherComponent(directory: string, lock: Lock): Finding {
  return finding('refusal', lock.name, {
    code: 'previous-other-component',
    message: `holds ${lock.package} ${lock.version} of the component ${lock.name}, which would be replaced`,
    hint: 'give --out a directory of its own to each component',
    at: { file: directory },
  });
}
