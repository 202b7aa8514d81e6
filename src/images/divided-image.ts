import { parseImageReference } from '../manifest/image-reference.ts';
import type { JsonObject } from '../manifest/json.ts';

/* Images as some custom resources have them: `{repository, tag}`, which the operator joins by a colon. */

/** The reference that an operator makes of `{repository, tag}`; undefined if that is none. */
export function joinImage({ repository, tag }: JsonObject): string | undefined {
  if (typeof repository !== 'string' || typeof tag !== 'string') return undefined;
  const joined = `${repository}:${tag}`;
  return parseImageReference(joined) === undefined ? undefined : joined;
}

/**
 * The parts that joined by a colon give a reference. One by digest is divided in the digest, so that an operator that
 * knows of tags alone takes it: `example.com/lamp@sha256` and its digits.
 */
export function divideImage(reference: string): { repository: string; tag: string } {
  const { tag, digest } = parseImageReference(reference) ?? {};
  const whole = tag === undefined && digest === undefined ? `${reference}:latest` : reference;
  const colon = whole.lastIndexOf(':');
  return { repository: whole.slice(0, colon), tag: whole.slice(colon + 1) };
}
