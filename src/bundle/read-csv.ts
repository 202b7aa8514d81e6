import * as z from 'zod';
import { checkShape, jsonObject } from '../manifest/check-shape.ts';
import type { ManifestObject } from '../manifest/object.ts';
import type { ClusterServiceVersion } from './bundle.ts';

// https://semver.org, in the length that a package's version can have.
const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?$/;

const permission = z.object({
  // OLM takes an empty name for the default ServiceAccount.
  serviceAccountName: z.string().transform((name) => name || 'default'),
  rules: z.array(jsonObject),
});

const deployment = z.object({
  name: z.string(),
  label: z.record(z.string(), z.string()).default({}),
  spec: jsonObject,
});

const csvSchema = z.object({
  spec: z.object({
    version: z.string().regex(SEMANTIC_VERSION, 'expected a semantic version'),
    installModes: z.array(z.object({ type: z.string(), supported: z.boolean() })).default([]),
    install: z.object({
      strategy: z.literal('deployment').default('deployment'),
      spec: z
        .object({
          deployments: z.array(deployment).default([]),
          permissions: z.array(permission).default([]),
          clusterPermissions: z.array(permission).default([]),
        })
        .prefault({}),
    }),
    relatedImages: z.array(z.object({ name: z.string(), image: z.string() })).default([]),
    webhookdefinitions: z.array(z.unknown()).default([]),
    apiservicedefinitions: z.object({ owned: z.array(z.unknown()).default([]) }).prefault({}),
  }),
});

/**
 * Takes from a ClusterServiceVersion what makes objects.
 * @throws {UserError} `csv-invalid`, every field of the wrong shape
 */
export function readCsv({ object, file, line }: ManifestObject): ClusterServiceVersion {
  const { spec } = checkShape(csvSchema, object, {
    file,
    lineOf: () => line,
    code: 'csv-invalid',
    hint: 'correct the ClusterServiceVersion, or ask its publisher to',
  });
  return {
    name: object.metadata.name,
    version: spec.version,
    suggestedNamespace: object.metadata.annotations?.['operatorframework.io/suggested-namespace'],
    installModes: new Set(
      spec.installModes.filter(({ supported }) => supported).map(({ type }) => type),
    ),
    ...spec.install.spec,
    relatedImages: spec.relatedImages,
    webhooks: spec.webhookdefinitions.length,
    ownedApiServices: spec.apiservicedefinitions.owned.length,
    file,
    line,
  };
}
