import type * as z from 'zod';
import { checkShape } from '../manifest/check-shape.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import type { ManifestObject } from '../manifest/object.ts';
import type { ClusterServiceVersion, CsvWebhook } from './bundle.ts';
import { csvSchema } from './csv-schema.ts';

type CsvSpec = z.output<typeof csvSchema>['spec'];

/** What OLM takes where a webhook or an API names no port. */
const DEFAULT_PORT = 443;

/**
 * Takes from a ClusterServiceVersion what makes objects.
 * @throws {UserError} `csv-invalid`, every field of the wrong shape
 */
export function readCsv(manifest: ManifestObject): ClusterServiceVersion {
  const { object, file, line } = manifest;
  const lineOf = manifest.lineOf ?? (() => line);
  const { metadata, spec } = checkShape(csvSchema, object, {
    file,
    lineOf,
    code: 'csv-invalid',
    hint: 'correct the ClusterServiceVersion, or ask its publisher to',
  });
  return {
    name: object.metadata.name,
    version: spec.version,
    suggestedNamespace: metadata.annotations?.['operatorframework.io/suggested-namespace'],
    containerImage: metadata.annotations?.containerImage,
    minKubeVersion: spec.minKubeVersion === '' ? undefined : spec.minKubeVersion,
    installModes: new Set(
      spec.installModes.filter(({ supported }) => supported).map(({ type }) => type),
    ),
    ...spec.install.spec,
    relatedImages: spec.relatedImages,
    webhooks: spec.webhookdefinitions.map(toWebhook),
    crds: spec.customresourcedefinitions,
    apiServices: {
      owned: spec.apiservicedefinitions.owned.map((api) => ({
        ...api,
        containerPort: api.containerPort || DEFAULT_PORT,
      })),
      required: spec.apiservicedefinitions.required,
    },
    nativeApis: spec.nativeAPIs,
    cleanup: spec.cleanup,
    properties: metadata.annotations?.['olm.properties'] ?? [],
    file,
    lineOf,
  };
}

function toWebhook(webhook: CsvSpec['webhookdefinitions'][number]): CsvWebhook {
  const { type, generateName, deploymentName, webhookPath, admissionReviewVersions, rules } =
    webhook;
  const containerPort = webhook.containerPort || DEFAULT_PORT;
  return {
    type,
    generateName,
    deploymentName,
    containerPort,
    targetPort: webhook.targetPort || containerPort,
    webhookPath,
    admissionReviewVersions,
    conversionCrds: webhook.conversionCRDs,
    rules,
    settings: present({
      failurePolicy: webhook.failurePolicy,
      matchPolicy: webhook.matchPolicy,
      objectSelector: webhook.objectSelector,
      sideEffects: webhook.sideEffects,
      timeoutSeconds: webhook.timeoutSeconds,
      reinvocationPolicy: webhook.reinvocationPolicy,
    }),
  };
}

/** The fields that have a value. */
function present(fields: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
