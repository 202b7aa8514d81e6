import type { Client } from '../cluster/client.ts';
import { METADATA, METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { readWhole } from '../cluster/partial-reads.ts';
import type { ReadPart } from '../cluster/partial-reads.ts';
import { resourcePath } from '../cluster/resource.ts';
import { listAt } from '../manifest/json.ts';
import { authorityRefs, certificateRefs } from './listener-references.ts';
import { listenersOf } from './listener.ts';
import type { Listener } from './listener.ts';
import { GATEWAY, liveObjects, nameKey } from './live-object.ts';
import { isKind } from './reference.ts';
import type { Reference } from './reference.ts';
import type { ObjectName, SecretFacts, TrafficObjects } from './traffic-objects.ts';

/**
 * Finds out of the Secrets that listeners name whether they are there, and whether they are of the type
 * kubernetes.io/tls. Metadata does not tell the type, so the API server is asked to select by it: no Secret's data
 * ever leaves it. Undefined where that could not be read.
 */
export async function referencedSecrets(
  client: Client,
  objects: TrafficObjects,
  part: ReadPart = readWhole,
): Promise<SecretFacts[] | undefined> {
  const refs = distinct(objects, certificateRefs).filter((ref) => isKind(ref, '', 'Secret'));
  const facts = await part('the Secrets that listeners name', () =>
    Promise.all(refs.map((ref) => secretFacts(client, ref))),
  );
  return facts?.filter((each) => each !== undefined);
}

/** The ConfigMaps that listeners name and that are there; undefined where that could not be read. */
export async function referencedConfigMaps(
  client: Client,
  objects: TrafficObjects,
  part: ReadPart = readWhole,
): Promise<ObjectName[] | undefined> {
  const refs = distinct(objects, authorityRefs).filter((ref) => isKind(ref, '', 'ConfigMap'));
  const found = await part('the ConfigMaps that listeners name', () =>
    Promise.all(refs.map((ref) => exists(client, 'configmaps', ref))),
  );
  return found && refs.filter((_, index) => found[index]);
}

async function secretFacts(
  client: Client,
  { namespace, name }: ObjectName,
): Promise<SecretFacts | undefined> {
  if (!(await exists(client, 'secrets', { namespace, name }))) return undefined;
  const path = resourcePath({ apiVersion: 'v1', plural: 'secrets', namespace });
  const selector = encodeURIComponent(`metadata.name=${name},type=kubernetes.io/tls`);
  const list = await getJson(client, `${path}?fieldSelector=${selector}`, METADATA_LIST);
  return { namespace, name, isTls: listAt(list, ['items']).length > 0 };
}

async function exists(
  client: Client,
  plural: string,
  { namespace, name }: ObjectName,
): Promise<boolean> {
  // Neither is a name that could be asked for.
  if (namespace === '' || name === '') return false;
  const path = resourcePath({ apiVersion: 'v1', plural, namespace }, name);
  return (await getJson(client, path, METADATA)) !== undefined;
}

/** What the listeners of Gateways and ListenerSets refer to, each once. */
function distinct(
  { gateways, listenerSets }: TrafficObjects,
  refsOf: (listener: Listener) => Reference[],
): Reference[] {
  const owners = [...liveObjects(gateways, GATEWAY), ...liveObjects(listenerSets)];
  const refs = owners.flatMap(listenersOf).flatMap(refsOf);
  const keyOf = (ref: Reference): string => `${ref.group} ${ref.kind} ${nameKey(ref)}`;
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}
