import path from 'node:path';
import { ARCHITECTURES } from '../../architectures.ts';
import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { canonicalJsonText, valueAt } from '../../manifest/json.ts';
import { imageOf } from '../../release/embedded-images.ts';
import { releaseInfoFile } from './locked-files.ts';
import type { Check } from '../verified-release.ts';

/** The release information names the version of the lock, and each image that a device needs. */
export const checkReleaseInfo: Check = ({ directory, lock, files }) =>
  ARCHITECTURES.flatMap((architecture) => {
    const name = releaseInfoFile(lock, architecture);
    const text = files.get(name)?.toString();
    if (text === undefined) return [];
    const wrong = (message: string): Finding =>
      finding('error', name, {
        code: 'release-info-wrong',
        message,
        hint: 'run microshift-optional rebase again',
        at: { file: path.join(directory, name) },
      });
    const info = parse(text);
    if (info === undefined) return [wrong('is not JSON')];
    const images = Object.entries(lock.images)
      .filter(([, image]) => image.embedded)
      .map(([key, image]) => [key, imageOf(image, architecture)] as const);
    return [
      ...(valueAt(info, ['release', 'base']) === lock.version
        ? []
        : [wrong(`is not of the lock's version, ${lock.version}`)]),
      ...(canonicalJsonText(valueAt(info, ['images'])) ===
      canonicalJsonText(Object.fromEntries(images))
        ? []
        : [wrong('does not name the images of the lock')]),
    ];
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
