import { listAt, textAt, valueAt } from '../../manifest/json.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { DNS_LABEL } from '../../manifest/names.ts';
import { parsePort } from '../options/backend.ts';
import { shown } from './leftover.ts';

/** The Services of the input, by namespace and name. */
export type Services = ReadonlyMap<string, ManifestObject>;

/** A port of a Service; why it is not known; or one that is assumed, and why. */
export type FoundPort = { port: number; assumed?: string } | { unknown: string };

/** The map key of a Service. */
export function serviceKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** The port that an Ingress means: the Service's own number, or its name. */
export function ingressPort(service: ManifestObject | undefined, port: unknown): FoundPort {
  const number = portNumber(valueAt(port, ['number']));
  if (number !== undefined) return { port: number };
  const name = textAt(port, ['name']);
  if (name === '') return { unknown: 'it names no port' };
  return byName(service, name);
}

/**
 * The Service's port of a Route, which names ports as its pods have them: by `targetPort` of the Service's port
 * where it is a number, by the name of the Service's port where it is a text
 * (https://docs.openshift.com/container-platform/latest/rest_api/network_apis/route-route-openshift-io-v1.html).
 */
export function routePort(service: ManifestObject | undefined, targetPort: unknown): FoundPort {
  if (targetPort === undefined || targetPort === null) return onlyPort(service);
  const number = portNumber(targetPort);
  if (number === undefined) {
    return typeof targetPort === 'string'
      ? byName(service, targetPort)
      : { unknown: 'it is neither a number nor a name' };
  }
  if (service === undefined) {
    return {
      port: number,
      assumed: `${number} is a port of pods, and taken for that of the Service`,
    };
  }
  const ports = portsOf(service);
  const found = ports.find((each) => each.targetPort === number);
  if (found !== undefined) return { port: found.port };
  const [named, ...others] = ports.filter((each) => typeof each.targetPort === 'string');
  if (named === undefined) return { unknown: `the Service has no port that leads to ${number}` };
  return others.length === 0
    ? {
        port: named.port,
        assumed: `${number} is taken for the port of pods that the Service calls ${shown(named.targetPort)}`,
      }
    : { unknown: 'the Service names ports of its pods, whose numbers it does not know' };
}

/** The name of a port of a Service, if it is known and has one. */
export function portName(service: ManifestObject | undefined, port: number): string | undefined {
  const found = service && portsOf(service).find((each) => each.port === port);
  return found === undefined || !DNS_LABEL.test(found.name) ? undefined : found.name;
}

function byName(service: ManifestObject | undefined, name: string): FoundPort {
  if (service === undefined)
    return { unknown: 'the number of a named port is known to the Service alone' };
  const found = portsOf(service).find((each) => each.name === name);
  return found === undefined
    ? { unknown: 'the Service has no port of that name' }
    : { port: found.port };
}

function onlyPort(service: ManifestObject | undefined): FoundPort {
  if (service === undefined)
    return { unknown: 'it names no port, and the Service is not there to tell' };
  const [first, ...others] = portsOf(service);
  if (first === undefined) return { unknown: 'the Service has no port' };
  return others.length === 0
    ? { port: first.port }
    : {
        port: first.port,
        assumed: `the Service has ${others.length + 1} ports, and the first is taken`,
      };
}

type ServicePort = { name: string; port: number; targetPort: unknown };

function portsOf({ object }: ManifestObject): ServicePort[] {
  return listAt(object, ['spec', 'ports']).flatMap((each) => {
    const port = portNumber(valueAt(each, ['port']));
    if (port === undefined) return [];
    return [
      { name: textAt(each, ['name']), port, targetPort: valueAt(each, ['targetPort']) ?? port },
    ];
  });
}

function portNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? parsePort(String(value)) : undefined;
}
