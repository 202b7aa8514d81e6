import type { Finding } from '../../findings.ts';
import { listAt, textAt, valueAt } from '../../manifest/json.ts';
import { DNS_LABEL } from '../../manifest/names.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { leftover, shown } from './leftover.ts';
import type { WeightedBackend } from './migration.ts';
import { routePort, serviceKey } from './service-ports.ts';
import type { Services } from './service-ports.ts';

/** The most that a Route gives to one of its Services. */
const MAX_WEIGHT = 256;
/** As many Services a Route has at most beside its first. */
const MAX_ALTERNATES = 3;
const DEFAULT_WEIGHT = 100;

/** The Services of a Route with their weights, and notes on those that are left out. */
export function readBackends(
  source: ManifestObject,
  namespace: string,
  services: Services,
): { backends: WeightedBackend[]; notes: Finding[] } {
  const { object } = source;
  const all = listAt(object, ['spec', 'alternateBackends']);
  const others = all.slice(0, MAX_ALTERNATES);
  const targets = [
    { path: ['spec', 'to'], target: valueAt(object, ['spec', 'to']) },
    ...others.map((target, index) => ({ path: ['spec', 'alternateBackends', index], target })),
  ];
  const notes: Finding[] = [];
  if (all.length > MAX_ALTERNATES) {
    notes.push(
      leftover(source, ['spec', 'alternateBackends'], {
        code: 'backend-left',
        message: `has ${all.length} Services, of which those after the first ${MAX_ALTERNATES} are left out`,
        hint: 'give at most three, as the API of Routes does',
      }),
    );
  }
  const backends = targets.flatMap(({ path, target }): WeightedBackend[] => {
    const left = (field: string, message: string, hint: string): WeightedBackend[] => {
      notes.push(leftover(source, [...path, field], { code: 'backend-left', message, hint }));
      return [];
    };
    const name = textAt(target, ['name']);
    const kind = textAt(target, ['kind']) || 'Service';
    const weight = valueAt(target, ['weight']) ?? DEFAULT_WEIGHT;
    if (kind !== 'Service' || !DNS_LABEL.test(name)) {
      return left(
        'name',
        `${shown(`${kind} ${name}`)} is not a Service; it is left out`,
        'name a Service',
      );
    }
    if (
      typeof weight !== 'number' ||
      !Number.isInteger(weight) ||
      weight < 0 ||
      weight > MAX_WEIGHT
    ) {
      return left(
        'weight',
        `${shown(weight)} is no weight; the Service ${name} is left out`,
        'give a number from 0 to 256',
      );
    }
    const targetPort = valueAt(object, ['spec', 'port', 'targetPort']);
    const found = routePort(services.get(serviceKey(namespace, name)), targetPort);
    const hint = 'put the Service into the input too: kubectl get routes,services -o yaml';
    const place = ['spec', 'port', 'targetPort'];
    if (!('port' in found)) {
      const message = `port ${shown(targetPort)} of the Service ${name}: ${found.unknown}; it is left out`;
      notes.push(leftover(source, place, { code: 'port-left', message, hint }));
      return [];
    }
    if (found.assumed !== undefined) {
      const message = `port of the Service ${name}: ${found.assumed}`;
      notes.push(leftover(source, place, { code: 'port-assumed', message, hint }));
    }
    return [
      {
        namespace,
        name,
        port: found.port,
        weight: others.length === 0 && weight > 0 ? undefined : weight,
      },
    ];
  });
  return { backends, notes };
}
