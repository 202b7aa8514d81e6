import type { Architecture } from '../../architectures.ts';
import { embeddedImages } from '../embedded-images.ts';
import type { Lock } from '../lock.ts';
import { titleOf } from './title.ts';
import { tomlString } from './toml-string.ts';

/**
 * Tables of an image-builder blueprint: the package, and a container for each image. There is nothing but
 * tables, so that it can be appended to any blueprint. What the package requires comes with it.
 */
export function formatBlueprint(lock: Lock, architecture: Architecture | undefined): string {
  return [
    `# ${titleOf(lock, architecture)}`,
    '# Append this to a blueprint that installs MicroShift. On RHEL 9 it also has to enable the module',
    '# stream nodejs:22 or a newer one, which the package needs.',
    '',
    '[[packages]]',
    `name = ${tomlString(lock.package)}`,
    'version = "*"',
    '',
    ...embeddedImages(lock.images, architecture).flatMap(({ reference }) => [
      '[[containers]]',
      `source = ${tomlString(reference)}`,
      '',
    ]),
  ].join('\n');
}
