import * as z from 'zod';
import type { Json } from '../manifest/json.ts';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../manifest/names.ts';
import { healthSchema } from '../tree/tree-description.ts';

/*
 * What stands in a component.yaml. Every name ends up in paths, a package's spec file and unit names,
 * so nothing but plain names passes.
 */

const MANIFEST_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:yaml|yml|json)$/;

const dnsLabel = z.string().regex(DNS_LABEL, 'expected a DNS label: a-z, 0-9 and -');
const objectName = z.string().regex(DNS_SUBDOMAIN, 'expected a DNS name: a-z, 0-9, - and .');
const fileName = z
  .string()
  .regex(MANIFEST_FILE, 'expected the name of a YAML or JSON file beside component.yaml');
const json = z.custom<Json>((value) => value !== undefined, 'expected a value');

const sourceName = dnsLabel.describe('Names the source on the command line and in the lock.');
const ref = z
  .string()
  .min(1)
  .describe('Where the source is by default: a directory, a file, https://, oci: or docker://.');

const source = z.discriminatedUnion('kind', [
  z.strictObject({
    name: sourceName,
    kind: z.literal('RegistryV1Bundle').describe('An OLM registry+v1 bundle.'),
    ref,
  }),
  z.strictObject({
    name: sourceName,
    kind: z.literal('Manifests').describe('Plain manifests: a directory or a file.'),
    channel: dnsLabel
      .optional()
      .describe('The release channel to take, where the source has several of them.'),
    ref,
  }),
]);

const follow = z
  .string()
  .regex(/^[A-Za-z]\w*(?:\.\w+)*$/, 'expected a dotted path such as spec.version');

const manifest = z.union([
  fileName,
  z.strictObject({
    file: fileName,
    follow: z
      .array(follow)
      .min(1)
      .describe(
        "Fields that follow the kind's CRD: apiVersion becomes its storage version, any other field the default that its schema gives.",
      ),
  }),
]);

const target = z
  .strictObject({
    group: objectName.optional(),
    kind: z.string().optional(),
    name: z.string().optional(),
    namespace: dnsLabel.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'expected at least one of its fields')
  .describe('The objects to patch: those that match every field that is given.');

const pointer = z
  .string()
  .regex(/^(?:\/[^/]+)+$/, 'expected a JSON pointer such as /spec/replicas');

const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), path: pointer, value: json }),
  z.strictObject({ op: z.literal('replace'), path: pointer, value: json }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
]);

const patch = z.strictObject({
  target,
  operations: z
    .array(operation)
    .min(1)
    .describe('JSON Patch (RFC 6902); a * in a path stands for every item of a list.'),
});

export const componentSchema = z.strictObject({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('Component'),
  metadata: z.strictObject({ name: dnsLabel }),
  spec: z.strictObject({
    package: dnsLabel
      .refine(
        (name) => name !== 'microshift-optional' && !name.endsWith('-release-info'),
        'expected another name: this one belongs to a package that is built beside it',
      )
      .describe("The RPM's name."),
    directory: dnsLabel.describe('The directory below manifests.d.'),
    namespace: dnsLabel
      .optional()
      .describe('Where the operator is installed; by default what its bundle suggests.'),
    summary: z
      .string()
      .regex(/^\w[\w ,.()/-]{0,78}$/, 'expected one line of plain words, at most 79 characters')
      .describe("One line on what it is, for the package's description."),
    sources: z
      .array(source)
      .min(1)
      .refine(
        (sources) => new Set(sources.map(({ name }) => name)).size === sources.length,
        'two sources have the same name',
      ),
    manifests: z.array(manifest).default([]).describe('Hand-written manifests beside the file.'),
    patches: z.array(patch).default([]).describe('Changes to the objects, made in order.'),
    health: healthSchema
      .prefault({})
      .describe('What is to be healthy, beyond what follows from the objects themselves.'),
  }),
});

/** A component.yaml after checking, with its defaults filled in. */
export type ComponentFile = z.output<typeof componentSchema>;
export type ComponentSource = ComponentFile['spec']['sources'][number];
export type Patch = ComponentFile['spec']['patches'][number];
export type PatchOperation = Patch['operations'][number];
