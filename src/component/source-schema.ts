import * as z from 'zod';
import { dnsLabel } from '../manifest/field-schemas.ts';

/* The sources of a component.yaml, and of the files that several components share. */

const ref = z
  .string()
  .min(1)
  .describe('Where the source is by default: a directory, a file, https://, oci: or docker://.');

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
  namespace: dnsLabel
    .optional()
    .describe('Where its objects are put, whatever namespace they name.'),
  ref,
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
  shared.extend(name),
]);

/** A file that holds one source for several components: what it is, and which version of it. */
export const sharedSourceSchema = z.strictObject({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('SharedSource'),
  spec: z.discriminatedUnion('kind', [registryV1Bundle, manifests]),
});

type WrittenSource = z.output<typeof writtenSource>;

/** A source of a component; what is shared has been put in. */
export type ComponentSource = Exclude<WrittenSource, { kind: 'Shared' }>;

export type SharedSource = z.output<typeof sharedSourceSchema>['spec'];
