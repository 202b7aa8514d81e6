import { formatLock, LOCK_FILE } from '../../../src/release/lock.ts';
import type { Lock } from '../../../src/release/lock.ts';
import { sha256 } from '../../../src/digest.ts';

/** The lock of a small release without files. */
export const LOCK: Lock = {
  name: 'lamp',
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.0.0',
  sources: [],
  images: {},
  accepted: [],
  files: {},
};

/** A release of `files`, completed by the lock that names them. */
export function release(files: Record<string, string>): Map<string, string> {
  const lock = formatLock({
    ...LOCK,
    files: Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)])),
  });
  return new Map([...Object.entries(files), [LOCK_FILE, lock]]);
}
