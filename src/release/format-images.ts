import type { Architecture } from '../architectures.ts';
import type { ImageFormat } from './image-formats.ts';
import { formatBlueprint } from './image-formats/blueprint.ts';
import { formatContainerfile } from './image-formats/containerfile.ts';
import { formatKickstart } from './image-formats/kickstart.ts';
import { formatList } from './image-formats/list.ts';
import { formatTable } from './image-formats/table.ts';
import type { Lock } from './lock.ts';

/**
 * The images of a release, for people or for what composes an OS image.
 * @param architecture whose own images are meant; without one, what fits both
 */
export function formatImages(
  lock: Lock,
  format: ImageFormat,
  architecture: Architecture | undefined,
): string {
  return FORMATS[format](lock, architecture);
}

const FORMATS: Record<ImageFormat, (lock: Lock, architecture: Architecture | undefined) => string> =
  {
    table: formatTable,
    list: formatList,
    blueprint: formatBlueprint,
    containerfile: formatContainerfile,
    kickstart: formatKickstart,
  };
