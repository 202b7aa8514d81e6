import type { Lock, LockedImage } from '../../../../src/release/lock.ts';

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

/** An image of the lock. */
export function lockedImage(reference: string, rest: Partial<LockedImage> = {}): LockedImage {
  return {
    reference,
    embedded: true,
    because: 'a container',
    usedBy: [],
    platforms: {},
    bytes: {},
    ...rest,
  };
}
