import type { Problem } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { allLinks } from './link.ts';
import type { Link } from './link.ts';

/** What is wrong with the way of traffic, each cause once however many ways lead over it; what comes first, first. */
export function trafficProblems(links: readonly Link[]): Problem[] {
  const problems = allLinks(links).flatMap(({ id, part, cause }): Problem[] => {
    if (cause === undefined) return [];
    const { code, message, fix } = cause;
    const at = { object: displayObject(id), ...(part === '' ? {} : { field: part }) };
    return [{ code, message, hint: fix, at }];
  });
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
