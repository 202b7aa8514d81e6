import type { ClusterIndex } from './cluster-index.ts';
import { judgeBackend } from './judge-backend.ts';
import { judgeRoute } from './judge-route.ts';
import { linkName, linkOf } from './link.ts';
import type { Cause, Link } from './link.ts';
import type { Reference } from './reference.ts';
import type { Route } from './route.ts';

/** A parentRef of a route. */
export type Attempt = { route: Route; parent: Reference };

/** Every parentRef of every route. */
export function attemptsOf({ routes }: ClusterIndex): Attempt[] {
  return routes.flatMap((route) => route.parents.map((parent) => ({ route, parent })));
}

/** A route as one of its parents has it, and its backends. */
export function routeLink(
  cluster: ClusterIndex,
  { route, parent }: Attempt,
  place: { refusal?: Cause; controller: string; blame: string | undefined },
): Link {
  const backends = backendLinks(cluster, route);
  const verdict = judgeRoute(route, parent, place.refusal, backends, place.controller);
  return linkOf(route.id, '', verdict, place.blame, backends);
}

/** The backends of a route, each once, however many rules send there. */
export function backendLinks(cluster: ClusterIndex, route: Route): Link[] {
  const links = route.rules
    .flatMap((rule) => rule.backends)
    .map((backend) => {
      const { group, kind, namespace, name, port } = backend;
      const part = port === undefined ? '' : `port ${port}`;
      const verdict = judgeBackend(cluster, route, backend);
      return linkOf({ group, kind, namespace, name }, part, verdict, undefined);
    });
  const keyOf = (link: Link): string => [linkName(link), ...link.facts].join(' ');
  return [...new Map(links.map((link) => [keyOf(link), link])).values()];
}
