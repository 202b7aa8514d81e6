import { isJsonObject, listAt, valueAt } from '../manifest/json.ts';
import { isSidecar } from '../manifest/sidecar.ts';
import { numberAt } from './live-object.ts';

/** What is to be kept of an object of a list; undefined for nothing. */
export type Keep = (object: unknown) => object | undefined;

/** All but who manages which field. */
export function keepWhole(object: unknown): object | undefined {
  if (!isJsonObject(object)) return undefined;
  const { metadata } = object;
  return { ...object, metadata: isJsonObject(metadata) ? withoutManagers(metadata) : {} };
}

/** Of a Service its ports, its selector and its addresses. */
export function keepService(object: unknown): object {
  const spec = pick(valueAt(object, ['spec']), ['type', 'externalName', 'selector', 'ports']);
  const status = pick(valueAt(object, ['status']), ['loadBalancer']);
  return { metadata: metadataOf(object), spec, status };
}

/** Of an EndpointSlice its ports, and of its endpoints whether they are ready. */
export function keepSlice(object: unknown): object {
  return {
    metadata: metadataOf(object),
    ports: listAt(object, ['ports']),
    endpoints: listAt(object, ['endpoints']).map((endpoint) => pick(endpoint, ['conditions'])),
  };
}

/** Of a pod its node and the ports that it has of it; nothing of one without, or of one that has ended. */
export function keepPod(object: unknown): object | undefined {
  const phase = valueAt(object, ['status', 'phase']);
  // Other init containers have ended when it serves.
  const sidecars = listAt(object, ['spec', 'initContainers']).filter(isSidecar);
  const containers = [...listAt(object, ['spec', 'containers']), ...sidecars]
    .map((container) => ({
      ports: listAt(container, ['ports']).filter((port) => (numberAt(port, ['hostPort']) ?? 0) > 0),
    }))
    .filter(({ ports }) => ports.length > 0);
  if (containers.length === 0 || phase === 'Succeeded' || phase === 'Failed') return undefined;
  const node = pick(valueAt(object, ['spec']), ['nodeName']);
  return { metadata: metadataOf(object), spec: { ...node, containers } };
}

function metadataOf(object: unknown): object {
  return pick(valueAt(object, ['metadata']), [
    'name',
    'namespace',
    'generation',
    'labels',
    'ownerReferences',
  ]);
}

function withoutManagers(metadata: Record<string, unknown>): object {
  const { managedFields: _, ...rest } = metadata;
  return rest;
}

function pick(value: unknown, fields: readonly string[]): object {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const found = valueAt(value, [field]);
      return found === undefined ? [] : [[field, found]];
    }),
  );
}
