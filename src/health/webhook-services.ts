import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { isCrd } from '../manifest/crd.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { ServiceId } from './check.ts';

const CONFIGURATIONS = new Set(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']);

/** The Services that the API server calls because of an object: as admission or conversion webhooks; each once. */
export function webhookServices(object: KubernetesObject): ServiceId[] {
  const services = clientConfigs(object)
    .map((config) => valueAt(config, ['service']))
    .map((service) => ({
      namespace: textAt(service, ['namespace']),
      name: textAt(service, ['name']),
    }))
    .filter(({ namespace, name }) => namespace !== '' && name !== '');
  return [...new Map(services.map((service) => [JSON.stringify(service), service])).values()];
}

function clientConfigs(object: KubernetesObject): unknown[] {
  const { group, kind } = objectId(object);
  if (isCrd(object)) return [valueAt(object, ['spec', 'conversion', 'webhook', 'clientConfig'])];
  if (group !== 'admissionregistration.k8s.io' || !CONFIGURATIONS.has(kind)) return [];
  return listAt(object, ['webhooks']).map((webhook) => valueAt(webhook, ['clientConfig']));
}
