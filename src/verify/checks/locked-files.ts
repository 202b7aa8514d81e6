import path from 'node:path';
import { ARCHITECTURES } from '../../architectures.ts';
import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { releaseFileProblems } from '../../release/release-directory.ts';
import type { Lock } from '../../release/lock.ts';
import { DESCRIPTION_FILE } from '../../tree/description-file.ts';
import { errorsOf } from '../attempt.ts';
import { rpmFiles, treePath } from '../verified-release.ts';
import type { Check } from '../verified-release.ts';

/** The files are those of the lock, byte for byte, and no others; what a release needs is among them. */
export const checkLockedFiles: Check = ({ directory, lock, files }) => {
  const changed = Object.entries(lock.files).flatMap(([file, digest]) =>
    errorsOf(file, releaseFileProblems(path.join(directory, file), digest, files.get(file))),
  );
  const strangers = [...files.keys()]
    .filter((file) => !Object.hasOwn(lock.files, file))
    .map((file) => stranger(path.join(directory, file), file));
  const missing = neededFiles(lock)
    .filter((file) => !Object.hasOwn(lock.files, file) && !files.has(file))
    .map((file) => incomplete(path.join(directory, file), file));
  return [...changed, ...strangers, ...missing];
};

function neededFiles(lock: Lock): string[] {
  return [
    `${treePath(lock)}/kustomization.yaml`,
    `${treePath(lock)}/${DESCRIPTION_FILE}`,
    ...ARCHITECTURES.map((architecture) => releaseInfoFile(lock, architecture)),
    ...rpmFiles(lock),
  ];
}

/** Where a release has its release information for an architecture. */
export function releaseInfoFile(lock: Lock, architecture: string): string {
  return `release-info/release-${lock.name}-${architecture}.json`;
}

function stranger(absolute: string, file: string): Finding {
  return finding('error', file, {
    code: 'release-file-unknown',
    message: 'is not in the lock, and so not in the packages',
    hint: 'remove it, or add it to the component and run microshift-optional rebase again',
    at: { file: absolute },
  });
}

function incomplete(absolute: string, file: string): Finding {
  return finding('error', file, {
    code: 'release-incomplete',
    message: 'is missing, and the lock does not name it either',
    hint: 'run microshift-optional rebase again',
    at: { file: absolute },
  });
}
