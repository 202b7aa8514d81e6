import * as z from 'zod';
import { jsonObject } from '../manifest/check-shape.ts';
import { dnsLabel } from '../manifest/field-schemas.ts';

/* The sources of a component.yaml, and of the files that several components share. */

const ref = z
  .string()
  .min(1)
  .describe('Where the source is by default: a directory, a file, https://, oci: or docker://.');

const version = z
  .string()
  .regex(/^v?\d[\w.+-]{0,63}$/, 'expected a version such as v1.2.3')
  .optional()
  .describe('The version of what is taken, where its objects do not say it.');

const registryV1Bundle = z.strictObject({
  kind: z.literal('RegistryV1Bundle').describe('An OLM registry+v1 bundle.'),
  ref,
  targetNamespaces: z
    .array(dnsLabel)
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'a namespace stands twice')
    .optional()
    .describe('The namespaces that the operator serves, as far as its bundle allows it; else all.'),
  apiServices: z
    .boolean()
    .default(false)
    .describe('Whether the operator may register APIs that it serves by itself.'),
});

const manifests = z.strictObject({
  kind: z.literal('Manifests').describe('Plain manifests: a directory or a file.'),
  channel: dnsLabel
    .optional()
    .describe('The release channel to take, where the source has several of them.'),
  version,
  namespace: dnsLabel
    .optional()
    .describe('Where its objects are put, whatever namespace they name.'),
  ref,
});

const kustomization = z.strictObject({
  kind: z.literal('Kustomization').describe('A kustomization, rendered when the release is made.'),
  ref: z
    .string()
    .min(1)
    .describe('Where it is by default: the directory that holds it and all that it names.'),
  path: z
    .string()
    .regex(
      /^(?!(?:.*\/)?\.{1,2}(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/,
      'expected a path below the source, such as config/default',
    )
    .optional()
    .describe('Where below it the kustomization.yaml lies.'),
  version,
  namespace: dnsLabel
    .optional()
    .describe('Where its objects are put, whatever namespace they name.'),
});

const VALUES_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:yaml|yml|json)$/;

const helmChart = z.strictObject({
  kind: z.literal('HelmChart').describe('A Helm chart, rendered when the release is made.'),
  ref: z
    .string()
    .min(1)
    .describe(
      'Where the chart is by default: a directory, a .tgz file, https:// to one, oci:, or oci:// at a registry.',
    ),
  release: z
    .string()
    // What Helm takes: https://helm.sh/docs/chart_template_guide/builtin_objects
    .regex(
      /^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/,
      'expected a name of at most 53 characters: a-z, 0-9 and -',
    )
    .optional()
    .describe("The release's name in Helm's sense; by default the source's."),
  namespace: dnsLabel.optional().describe("The release's namespace; by default the component's."),
  values: jsonObject.default({}).describe('Values, which go before those of valuesFiles.'),
  valuesFiles: z
    .array(
      z
        .string()
        .regex(VALUES_FILE, 'expected the name of a YAML or JSON file beside component.yaml'),
    )
    .default([])
    .describe('Files of values beside component.yaml; a later one goes before.'),
  kubeVersion: z
    .string()
    .regex(/^1\.\d{1,3}(?:\.\d{1,3})?$/, 'expected a version of Kubernetes such as 1.31')
    .optional()
    .describe('The Kubernetes to render for; by default the oldest one that is supported.'),
  apiVersions: z
    .array(
      z
        .string()
        .regex(
          /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\/v\d[a-z0-9]*(?:\/[A-Z][A-Za-z0-9]*)?$/,
          'expected GROUP/VERSION or GROUP/VERSION/KIND',
        ),
    )
    .default([])
    .describe(
      "What the chart may take to be served, beside Kubernetes' own: route.openshift.io/v1.",
    ),
});

const shared = z.strictObject({
  kind: z.literal('Shared').describe('A source that several components have in common.'),
  file: z
    .string()
    .regex(
      /^(?:\.\.\/)?[A-Za-z0-9][A-Za-z0-9._-]*\.ya?ml$/,
      'expected the name of a YAML file beside component.yaml, or in the directory above (../NAME.yaml)',
    )
    .describe('A file of the kind SharedSource, beside component.yaml or in the directory above.'),
});

const name = {
  name: dnsLabel.describe('Names the source on the command line and in the lock.'),
};

/** A source as it stands in a component.yaml. */
export const writtenSource = z.discriminatedUnion('kind', [
  registryV1Bundle.extend(name),
  manifests.extend(name),
  kustomization.extend(name),
  helmChart.extend(name),
  shared.extend(name),
]);

/** A file that holds one source for several components: what it is, and which version of it. */
export const sharedSourceSchema = z.strictObject({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('SharedSource'),
  spec: z.discriminatedUnion('kind', [
    registryV1Bundle,
    manifests,
    kustomization,
    // Files of values lie beside a component.yaml.
    helmChart.omit({ valuesFiles: true }).strict(),
  ]),
});

type WrittenSource = z.output<typeof writtenSource>;

/** A source of a component; what is shared has been put in. */
export type ComponentSource = Exclude<WrittenSource, { kind: 'Shared' }>;

/** A source of the kind HelmChart. */
export type HelmChartSource = Extract<ComponentSource, { kind: 'HelmChart' }>;

/** A shared source, without the name that each component gives it. */
export type SharedSource = z.output<typeof sharedSourceSchema>['spec'];
