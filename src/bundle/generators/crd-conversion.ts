import { isJsonObject } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import type { KubernetesObject, ObjectMetadata } from '../../manifest/object.ts';
import { backendsOf } from '../backends.ts';
import type { Bundle, CsvWebhook } from '../bundle.ts';
import { INJECT_CA, OTHER_INJECTORS } from '../service-ca.ts';
import { serviceReference } from './webhook-configurations.ts';

// OLM's, of both versions.
const DEFAULT_PATH = '/';

/**
 * Makes of a bundle's CRD the one to install: converted by the webhook that names it, if any does, and
 * without what would have another program put its authority there.
 */
export function crdConverter(
  bundle: Bundle,
  namespace: string,
): (crd: KubernetesObject) => KubernetesObject {
  const backends = backendsOf(bundle);
  const webhooks = new Map(
    bundle.csv.webhooks.flatMap((webhook) =>
      webhook.type === 'ConversionWebhook'
        ? webhook.conversionCrds.map((crd): [string, CsvWebhook] => [crd, webhook])
        : [],
    ),
  );
  return (crd) => {
    const webhook = webhooks.get(crd.metadata.name);
    const backend = backends.get(webhook?.deploymentName ?? '');
    const metadata = withoutInjectors(crd.metadata);
    if (webhook === undefined || backend === undefined) return { ...crd, metadata };
    return {
      ...crd,
      metadata: { ...metadata, annotations: { ...metadata.annotations, [INJECT_CA]: 'true' } },
      spec: {
        ...(isJsonObject(crd.spec) ? crd.spec : {}),
        conversion: conversion(webhook, backend.service, namespace),
      },
    };
  };
}

function conversion(webhook: CsvWebhook, service: string, namespace: string): JsonObject {
  const webhookPath = webhook.webhookPath ?? DEFAULT_PATH;
  return {
    strategy: 'Webhook',
    webhook: {
      clientConfig: { service: serviceReference({ ...webhook, webhookPath }, service, namespace) },
      conversionReviewVersions: webhook.admissionReviewVersions,
    },
  };
}

function withoutInjectors(metadata: ObjectMetadata): ObjectMetadata {
  const { annotations = {}, ...rest } = metadata;
  const kept = Object.entries(annotations).filter(([key]) => !key.startsWith(OTHER_INJECTORS));
  if (kept.length === Object.keys(annotations).length) return metadata;
  return { ...rest, ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {}) };
}
