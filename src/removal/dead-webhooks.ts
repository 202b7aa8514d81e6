import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';
import type { Removable } from './removable.ts';

const PLURALS: Record<string, string> = {
  ValidatingWebhookConfiguration: 'validatingwebhookconfigurations',
  MutatingWebhookConfiguration: 'mutatingwebhookconfigurations',
};

/**
 * Finds the webhook configurations that call a Service which cannot answer, by their keys: it is gone, or has
 * nothing ready behind it. Such a configuration has nothing more to say, and would refuse the deletion of what
 * should go before it.
 */
export async function deadWebhooks(
  client: Client,
  removables: readonly Removable[],
): Promise<Set<string>> {
  const found = await Promise.all(
    removables.map(async ({ key, id }) => {
      const plural = PLURALS[id.kind];
      if (id.group !== 'admissionregistration.k8s.io' || plural === undefined) return [];
      return (await isDead(client, plural, id.name)) ? [key] : [];
    }),
  );
  return new Set(found.flat());
}

async function isDead(client: Client, plural: string, name: string): Promise<boolean> {
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const path = resourcePath({ apiVersion, plural, namespace: '' }, name);
  const services = listAt(await getJson(client, path), ['webhooks'])
    .map((webhook) => valueAt(webhook, ['clientConfig', 'service']))
    .filter(isJsonObject);
  const answering = await Promise.all(services.map((service) => canAnswer(client, service)));
  return answering.includes(false);
}

async function canAnswer(client: Client, service: unknown): Promise<boolean> {
  const namespace = textAt(service, ['namespace']);
  const name = textAt(service, ['name']);
  const services = { apiVersion: 'v1', plural: 'services', namespace };
  const found = await getJson(client, resourcePath(services, name));
  if (found === undefined) return false;
  // It leads out of the cluster, where nobody can look.
  if (textAt(found, ['spec', 'type']) === 'ExternalName') return true;
  const slices = { apiVersion: 'discovery.k8s.io/v1', plural: 'endpointslices', namespace };
  const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`);
  const list = await getJson(client, `${resourcePath(slices)}?labelSelector=${selector}`);
  return listAt(list, ['items'])
    .flatMap((slice) => listAt(slice, ['endpoints']))
    .some((endpoint) => valueAt(endpoint, ['conditions', 'ready']) !== false);
}
