import { listAt } from '../manifest/json.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { blameOf, linkOf, ok, shown, unknown } from './link.ts';
import type { Cause, Link, Verdict } from './link.ts';
import { nameKey, numberAt, shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { isKind } from './reference.ts';
import type { Reference } from './reference.ts';
import { routeLink } from './route-link.ts';
import type { Attempt } from './route-link.ts';

/**
 * Services that routes have as their parent: what a mesh sends elsewhere on its way to them
 * (https://gateway-api.sigs.k8s.io/mesh/).
 */
export function meshLinks(cluster: ClusterIndex, attempts: readonly Attempt[]): Link[] {
  const ofServices = attempts.filter(({ parent }) => isKind(parent, '', 'Service'));
  return [...Map.groupBy(ofServices, ({ parent }) => nameKey(parent))].map(([key, own]) => {
    const [namespace = '', name = ''] = key.split('/');
    const id = { group: '', kind: 'Service', namespace, name };
    const service = cluster.services.get(key);
    const users = [...new Set(own.map(({ route }) => shortName(route.id)))].join(', ');
    const absent = cluster.unread.has('Service') ? unknown('could not be read') : noService(users);
    const verdict = service === undefined ? absent : ok('parent in a mesh');
    const link = linkOf(id, '', verdict, undefined);
    link.links = own.map((attempt) => {
      const refusal = service && missingPort(service, attempt.parent);
      const place = { controller: '', blame: blameOf(link) };
      return routeLink(cluster, attempt, refusal === undefined ? place : { ...place, refusal });
    });
    return link;
  });
}

function noService(users: string): Verdict {
  return shown({
    code: 'parent-missing',
    message: `does not exist, but is a parent of ${users}`,
    fix: 'create the Service, or correct the parentRef of the route',
  });
}

function missingPort({ object }: LiveObject, parent: Reference): Cause | undefined {
  const ports = listAt(object, ['spec', 'ports']).map((port) => numberAt(port, ['port']));
  if (parent.port === undefined || ports.includes(parent.port)) return undefined;
  return {
    code: 'parent-port-missing',
    message: `its parent ${shortName(parent)} has no port ${parent.port}; it has ${ports.join(', ') || 'none'}`,
    fix: 'correct the port of the parentRef',
  };
}
