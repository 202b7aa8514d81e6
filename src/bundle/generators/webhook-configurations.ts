import type { JsonObject } from '../../manifest/json.ts';
import { backendsOf } from '../backends.ts';
import type { CsvWebhook } from '../bundle.ts';
import type { Installation } from '../installation.ts';
import { INJECT_CA } from '../service-ca.ts';
import type { Generator } from './generator.ts';

const KINDS = {
  ValidatingAdmissionWebhook: 'ValidatingWebhookConfiguration',
  MutatingAdmissionWebhook: 'MutatingWebhookConfiguration',
} as const;

/**
 * A configuration for each admission webhook, of the webhook's name, for the namespaces that the operator
 * serves.
 */
export const generateWebhookConfigurations: Generator = (bundle, installation) => {
  const { namespace } = installation;
  const backends = backendsOf(bundle);
  return bundle.csv.webhooks.flatMap((webhook) => {
    const backend = backends.get(webhook.deploymentName);
    if (webhook.type === 'ConversionWebhook' || backend === undefined) return [];
    const { type, generateName: name, rules, admissionReviewVersions, settings } = webhook;
    const { reinvocationPolicy, ...shared } = settings;
    return [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: KINDS[type],
        metadata: { name, annotations: { [INJECT_CA]: 'true' } },
        webhooks: [
          {
            name,
            admissionReviewVersions,
            clientConfig: { service: serviceReference(webhook, backend.service, namespace) },
            ...(rules.length > 0 ? { rules } : {}),
            ...namespaceSelector(installation),
            ...shared,
            // A validating webhook has no such field.
            ...(type === 'MutatingAdmissionWebhook' && reinvocationPolicy !== undefined
              ? { reinvocationPolicy }
              : {}),
          },
        ],
      },
    ];
  });
};

/** Where the API server reaches a webhook, in the form of a clientConfig's `service`. */
export function serviceReference(
  { webhookPath, containerPort }: CsvWebhook,
  service: string,
  namespace: string,
): JsonObject {
  return {
    name: service,
    namespace,
    ...(webhookPath === undefined ? {} : { path: webhookPath }),
    port: containerPort,
  };
}

/** The namespaces by the label that each of them has; cluster-scoped objects pass any selector. */
function namespaceSelector({ targetNamespaces }: Installation): JsonObject {
  if (targetNamespaces === undefined) return {};
  return {
    namespaceSelector: {
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'In', values: [...targetNamespaces] },
      ],
    },
  };
}
