import type { Architecture } from '../../architectures.ts';
import type { Lock } from '../lock.ts';

/** What a generated file is, for its first comment. */
export function titleOf(lock: Lock, architecture: Architecture | undefined): string {
  const which = architecture ?? 'any architecture';
  return `${lock.package} ${lock.version} for ${which}; written by microshift-optional images`;
}
