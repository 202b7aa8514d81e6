import * as z from 'zod';
import { checkShape, jsonObject } from '../manifest/check-shape.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import type { ManifestObject } from '../manifest/object.ts';
import type { ClusterServiceVersion } from './bundle.ts';

// https://semver.org, in the length that a package's version can have.
const SEMANTIC_VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]{1,64})?(?:\+[0-9A-Za-z.-]{1,64})?$/;

// Go reads null, and a field that is not there, as an empty list.
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

const permission = z.object({
  // OLM takes an empty name for the default ServiceAccount.
  serviceAccountName: z
    .string()
    .nullish()
    .transform((name) => name || 'default'),
  rules: listOf(jsonObject),
});

const deployment = z.object({
  name: z.string(),
  label: z
    .record(z.string(), z.string())
    .nullish()
    .transform((label) => label ?? {}),
  spec: jsonObject,
});

const csvSchema = z.object({
  metadata: z.object({
    annotations: z
      .object({
        'operatorframework.io/suggested-namespace': z
          .string()
          .regex(DNS_LABEL, "expected a namespace's name")
          .optional(),
      })
      .nullish(),
  }),
  spec: z.object({
    version: z.string().regex(SEMANTIC_VERSION, 'expected a semantic version'),
    installModes: listOf(z.object({ type: z.string(), supported: z.boolean() })),
    install: z.object({
      strategy: z.literal('deployment').default('deployment'),
      spec: z
        .object({
          deployments: listOf(deployment),
          permissions: listOf(permission),
          clusterPermissions: listOf(permission),
        })
        .prefault({}),
    }),
    relatedImages: listOf(z.object({ name: z.string(), image: z.string() })),
    webhookdefinitions: listOf(z.unknown()),
    apiservicedefinitions: z
      .object({ owned: listOf(z.unknown()) })
      .nullish()
      .transform((definitions) => definitions ?? { owned: [] }),
  }),
});

/**
 * Takes from a ClusterServiceVersion what makes objects.
 * @throws {UserError} `csv-invalid`, every field of the wrong shape
 */
export function readCsv({ object, file, line }: ManifestObject): ClusterServiceVersion {
  const { metadata, spec } = checkShape(csvSchema, object, {
    file,
    lineOf: () => line,
    code: 'csv-invalid',
    hint: 'correct the ClusterServiceVersion, or ask its publisher to',
  });
  return {
    name: object.metadata.name,
    version: spec.version,
    suggestedNamespace: metadata.annotations?.['operatorframework.io/suggested-namespace'],
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
