import type { Link } from './link.ts';

/** A link as JSON reports show it; fields without a value are left out. */
export function reportedLink({ id, part, state, cause, blockedBy, facts, links }: Link): object {
  return {
    ...(id.group === '' ? {} : { group: id.group }),
    kind: id.kind,
    ...(id.namespace === '' ? {} : { namespace: id.namespace }),
    name: id.name,
    ...(part === '' ? {} : { part }),
    state,
    ...(cause === undefined ? {} : { cause }),
    ...(blockedBy === undefined ? {} : { blockedBy }),
    ...(facts.length === 0 ? {} : { facts }),
    ...(links.length === 0 ? {} : { links: links.map(reportedLink) }),
  };
}
