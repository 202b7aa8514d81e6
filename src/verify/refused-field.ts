import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { subjectOf } from './verified-release.ts';
import { placeOf } from '../manifest/place.ts';

/** An error for a field of an object that the API server would refuse. */
export function refusedField(
  code: string,
  source: ManifestObject,
  path: readonly string[],
  message: string,
): Finding {
  return finding('error', subjectOf(source, path), {
    code,
    message,
    hint: 'correct it; the API server would refuse the object',
    at: placeOf(source, path),
  });
}
