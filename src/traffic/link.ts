import type { ObjectId } from '../manifest/object.ts';
import { shortName } from './live-object.ts';

/**
 * - ok: it does its part
 * - broken: it does not, and `cause` says why
 * - pending: somebody has to act first: a controller (`cause`), or another link (`blockedBy`)
 * - unknown: nothing that this program knows tells whether it works
 */
export type LinkState = 'ok' | 'broken' | 'pending' | 'unknown';

/** Why a link does not do its part, and what to do about it. */
export type Cause = {
  /** Stable and kebab-case: docs/status.md. */
  code: string;
  /** Follows the name of the link in a sentence. */
  message: string;
  fix: string;
};

/** What is known of one link by itself. */
export type Verdict = {
  state: LinkState;
  cause?: Cause;
  /** Whether the objects show the cause themselves: else only a controller's word does. */
  isShown?: boolean;
  /** Worth knowing, a few words each: addresses, numbers of routes, what a controller said. */
  facts: string[];
};

/** A verdict on what has parts, and the part that is to blame for it, if one is. */
export type BlamedVerdict = { verdict: Verdict; blockedBy?: string };

/** One link of the way that traffic takes, and what comes after it. */
export type Link = {
  id: ObjectId;
  /** Which part of the object, such as `listener https`; `''` for the whole. */
  part: string;
  state: LinkState;
  cause?: Cause;
  /** The link whose cause has to go first. */
  blockedBy?: string;
  facts: string[];
  links: Link[];
};

export function ok(...facts: string[]): Verdict {
  return { state: 'ok', facts };
}

/** The objects themselves show why it cannot work. */
export function shown(cause: Cause, ...facts: string[]): Verdict {
  return { state: 'broken', cause, isShown: true, facts };
}

/** Nothing tells whether it works. */
export function unknown(...facts: string[]): Verdict {
  return { state: 'unknown', facts };
}

/** A controller says so. */
export function reported(state: 'broken' | 'pending', cause: Cause): Verdict {
  return { state, cause, facts: [] };
}

/** What people are shown of a link: `Gateway shop/web listener https`. */
export function linkName({ id, part }: { id: ObjectId; part: string }): string {
  return part === '' ? shortName(id) : `${shortName(id)} ${part}`;
}

/**
 * A link by its verdict. What something before it causes is no second alarm: of a blocked link, only a cause that
 * the objects themselves show is one of its own.
 */
export function linkOf(
  id: ObjectId,
  part: string,
  { state, cause, isShown = false, facts }: Verdict,
  blockedBy: string | undefined,
  links: Link[] = [],
): Link {
  const isBlocked = blockedBy !== undefined && !isShown;
  if (isBlocked) return { id, part, state: 'pending', blockedBy, facts, links };
  return { id, part, state, ...(cause === undefined ? {} : { cause }), facts, links };
}

/** Who is to blame for what comes after a link: it, or what blocks it; nobody where it is ok. */
export function blameOf(link: Link): string | undefined {
  if (link.blockedBy !== undefined) return link.blockedBy;
  return link.cause === undefined ? undefined : linkName(link);
}

/** All links of trees, each before those below it. */
export function allLinks(links: readonly Link[]): Link[] {
  return links.flatMap((link) => [link, ...allLinks(link.links)]);
}
