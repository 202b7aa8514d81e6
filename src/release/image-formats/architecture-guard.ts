import type { Architecture } from '../../architectures.ts';

/** A command that ends a script on a machine for which its images are not; none where they fit any. */
export function architectureGuard(architecture: Architecture | undefined): string[] {
  if (architecture === undefined) return [];
  return [
    `if [ "$(uname -m)" != ${architecture} ]; then echo 'these images are for ${architecture}' >&2; exit 1; fi`,
  ];
}
