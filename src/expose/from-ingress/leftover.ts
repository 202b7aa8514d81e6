import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { placeOf } from '../../manifest/place.ts';

const LONGEST_SHOWN = 80;
const MOST_SHOWN = 20;

/** Something of an object that is not carried over, or not as it was: a note. */
export function leftover(
  source: ManifestObject,
  path: readonly (string | number)[],
  { code, message, hint }: { code: string; message: string; hint: string },
): Finding {
  const at = placeOf(source, path);
  return finding('note', `${at.object ?? ''}:${at.field ?? ''}`, { code, message, hint, at });
}

/** A value of the input, on one line and in quotes: it may have anything in it. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, bigintsAsText);
  return JSON.stringify(((text as string | undefined) ?? '').slice(0, LONGEST_SHOWN));
}

/** Names of the input, those that are none in quotes; of more than `most` the number. */
export function shownNames(names: readonly string[], most = MOST_SHOWN): string {
  const some = names
    .slice(0, most)
    .map((name) => (/^[-\w./ ]{1,150}$/.test(name) ? name : shown(name)));
  const more = names.length - some.length;
  return `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
