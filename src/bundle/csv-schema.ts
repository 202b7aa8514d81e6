import * as z from 'zod';
import { jsonObject } from '../manifest/check-shape.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../manifest/names.ts';

// https://semver.org, in the length that a package's version can have.
const SEMANTIC_VERSION =
  /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,48})?(?:\+[0-9A-Za-z.-]{1,48})?$/;
const KUBERNETES_VERSION = /^v?\d{1,5}(?:\.\d{1,5}){0,2}(?:[-+][0-9A-Za-z.+-]{1,64})?$/;

// Go reads null, and a field that is not there, as an empty list, object or text.
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);
/** Text that errors can show. */
const line = z.string().regex(/^\P{Cc}*$/u, 'expected text without control characters');
const text = line.nullish().transform((value) => value ?? '');
const optional = <Value extends z.ZodType>(value: Value) =>
  value.nullish().transform((found) => found ?? undefined);

const port = z.number().int().min(0).max(65_535);

const permission = z.object({
  // OLM takes an empty name for the default ServiceAccount.
  serviceAccountName: z
    .string()
    .nullish()
    .transform((name) => name || 'default')
    .refine((name) => DNS_SUBDOMAIN.test(name), "expected a ServiceAccount's name"),
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

/** What the API server takes for the path of a webhook. */
function isPath(path: string): boolean {
  const parts = /^\/(.+?)\/?$/.exec(path)?.[1]?.split('/');
  return path === '/' || parts?.every((part) => DNS_SUBDOMAIN.test(part)) === true;
}

const webhook = z.object({
  type: z.enum(['ValidatingAdmissionWebhook', 'MutatingAdmissionWebhook', 'ConversionWebhook']),
  generateName: text,
  deploymentName: text,
  containerPort: optional(port),
  targetPort: optional(
    z.union([port, z.string().regex(/^[a-z0-9-]{1,15}$/)], "expected a port's number or name"),
  ),
  webhookPath: optional(z.string().refine(isPath, 'expected a path such as /validate-lamps')),
  admissionReviewVersions: listOf(line),
  conversionCRDs: listOf(line),
  rules: listOf(jsonObject),
  failurePolicy: optional(z.enum(['Fail', 'Ignore'])),
  matchPolicy: optional(z.enum(['Exact', 'Equivalent'])),
  objectSelector: optional(jsonObject),
  sideEffects: optional(z.string()),
  timeoutSeconds: optional(z.number().int().min(1).max(30)),
  reinvocationPolicy: optional(z.enum(['Never', 'IfNeeded'])),
});

const api = z.object({ name: text, group: text, version: text, kind: text });
const apiService = api.extend({ deploymentName: text, containerPort: optional(port) });
const apis = <Owned extends z.ZodType>(owned: Owned) =>
  z
    .object({ owned: listOf(owned), required: listOf(api) })
    .nullish()
    .transform((found) => found ?? { owned: [], required: [] });

/** A property of a bundle; what its value means depends on the type. */
export const propertySchema = z.object({ type: z.string().min(1), value: z.unknown() });

/** The properties in an annotation, which holds JSON. */
const properties = z
  .string()
  .optional()
  .transform((json, context) => {
    try {
      const list = z.array(propertySchema).safeParse(JSON.parse(json ?? '[]'));
      if (list.success) return list.data;
    } catch {
      // Said below.
    }
    context.addIssue('expected JSON: a list of objects with type and value');
    return z.NEVER;
  });

/** What of a ClusterServiceVersion matters here; everything else may be as it is. */
export const csvSchema = z.object({
  metadata: z.object({
    annotations: z
      .object({
        'operatorframework.io/suggested-namespace': z
          .string()
          .regex(DNS_LABEL, "expected a namespace's name")
          .optional(),
        containerImage: z.string().optional(),
        'olm.properties': properties,
      })
      .nullish(),
  }),
  spec: z.object({
    version: z.string().regex(SEMANTIC_VERSION, 'expected a semantic version'),
    minKubeVersion: text.refine(
      (version) => version === '' || KUBERNETES_VERSION.test(version),
      'expected a version of Kubernetes such as 1.25.0',
    ),
    installModes: listOf(z.object({ type: line, supported: z.boolean() })),
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
    webhookdefinitions: listOf(webhook),
    customresourcedefinitions: apis(api),
    apiservicedefinitions: apis(apiService),
    nativeAPIs: listOf(api),
    cleanup: z
      .object({ enabled: z.boolean().nullish() })
      .nullish()
      .transform((cleanup) => cleanup?.enabled === true),
  }),
});
