import type { LockedImage } from '../../../../src/release/lock.ts';

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
