import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { isCrd } from '../manifest/crd.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { ServiceId, ServicePort } from './check.ts';

const CONFIGURATIONS = new Set(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']);

/** The API's own default, of webhooks and conversions. */
export const DEFAULT_PORT = 443;

/** The Services that the API server calls because of an object: as admission or conversion webhooks; each once. */
export function webhookServices(object: KubernetesObject): ServicePort[] {
  const services = clientConfigs(object).flatMap((config): ServicePort[] => {
    const reference = valueAt(config, ['service']);
    const service = serviceIn(reference);
    const port = valueAt(reference, ['port']);
    return service ? [{ ...service, port: typeof port === 'number' ? port : DEFAULT_PORT }] : [];
  });
  return [...new Map(services.map((service) => [JSON.stringify(service), service])).values()];
}

/** The Service behind an APIService; undefined for any other object, and where the API server answers itself. */
export function apiService(object: KubernetesObject): ServiceId | undefined {
  const { group, kind } = objectId(object);
  if (group !== 'apiregistration.k8s.io' || kind !== 'APIService') return undefined;
  return serviceIn(valueAt(object, ['spec', 'service']));
}

function serviceIn(reference: unknown): ServiceId | undefined {
  const namespace = textAt(reference, ['namespace']);
  const name = textAt(reference, ['name']);
  return namespace === '' || name === '' ? undefined : { namespace, name };
}

function clientConfigs(object: KubernetesObject): unknown[] {
  const { group, kind } = objectId(object);
  if (isCrd(object)) return [valueAt(object, ['spec', 'conversion', 'webhook', 'clientConfig'])];
  if (group !== 'admissionregistration.k8s.io' || !CONFIGURATIONS.has(kind)) return [];
  return listAt(object, ['webhooks']).map((webhook) => valueAt(webhook, ['clientConfig']));
}
