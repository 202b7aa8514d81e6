import * as z from 'zod';
import { operandSchema } from '../images/operand-schema.ts';
import {
  dnsLabel,
  dottedField,
  objectName,
  plainWords,
  versionRange,
} from '../manifest/field-schemas.ts';
import { jsonObject } from '../manifest/check-shape.ts';
import {
  IMAGE_REFERENCE,
  LONGEST_REFERENCE,
  parseImageReference,
} from '../manifest/image-reference.ts';
import type { Json } from '../manifest/json.ts';
import { parseFieldPath } from '../upgrade/field-path.ts';
import { healthSchema } from '../tree/tree-description.ts';
import { writtenSource } from './source-schema.ts';

/* What stands in a component.yaml. */

const MANIFEST_FILE = /^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:yaml|yml|json)$/;

const fileName = z
  .string()
  .regex(MANIFEST_FILE, 'expected the name of a YAML or JSON file beside component.yaml');
const json = z.custom<Json>((value) => value !== undefined, 'expected a value');

const manifest = z.union([
  fileName,
  z.strictObject({
    file: fileName,
    follow: z
      .array(dottedField)
      .min(1)
      .describe(
        "Fields that follow the kind's CRD: apiVersion becomes its storage version, any other field the default that its schema gives.",
      ),
  }),
]);

const target = z
  .strictObject({
    group: objectName.or(z.literal('')).optional(),
    kind: z.string().optional(),
    name: z.string().optional(),
    namespace: dnsLabel.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, 'expected at least one of its fields')
  .meta({ minProperties: 1 })
  .describe('Objects: those that match every field that is given; the core group is "".');

const pointer = z
  .string()
  .regex(/^(?:\/[^/]+)+$/, 'expected a JSON pointer such as /spec/replicas');

const place = z
  .string()
  .regex(
    /^(?:\/(?!\*(?:\/|$))[^/]+)+$/,
    'expected a JSON pointer to one place such as /spec/replicas, without *',
  );

const operation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), path: pointer, value: json }),
  z.strictObject({ op: z.literal('replace'), path: pointer, value: json }),
  z.strictObject({ op: z.literal('remove'), path: pointer }),
  z.strictObject({ op: z.literal('test'), path: pointer, value: json }),
  z.strictObject({ op: z.literal('move'), from: place, path: place }),
  z.strictObject({ op: z.literal('copy'), from: place, path: place }),
]);

const patch = z
  .strictObject({
    target,
    operations: z
      .array(operation)
      .min(1)
      .optional()
      .describe(
        'JSON Patch (RFC 6902); a * in a path stands for every item of a list, except with move and copy.',
      ),
    merge: jsonObject
      .refine((value) => Object.keys(value).length > 0, 'expected at least one field')
      .meta({ minProperties: 1 })
      .optional()
      .describe(
        'A strategic merge patch: null removes a field, $patch: delete an item of a list with keys.',
      ),
  })
  .refine(
    ({ operations, merge }) => (operations === undefined) !== (merge === undefined),
    'expected either operations or merge',
  )
  .meta({ oneOf: [{ required: ['operations'] }, { required: ['merge'] }] });

const removal = z.strictObject({
  target,
  because: z.string().min(1).max(300).describe('Why devices do without it, for the report.'),
});

const imageReference = z
  .string()
  .refine(
    (text) => parseImageReference(text) !== undefined,
    'expected an image reference: registry.example/organisation/name:tag or …@sha256:…',
  )
  .meta({ pattern: IMAGE_REFERENCE.source, maxLength: LONGEST_REFERENCE });

const subject = z
  .strictObject({
    source: dnsLabel.optional(),
    operand: dnsLabel.optional(),
    versions: versionRange,
  })
  .refine(
    ({ source: ofSource, operand: ofOperand }) =>
      (ofSource === undefined) !== (ofOperand === undefined),
    'expected either source or operand',
  )
  .meta({ oneOf: [{ required: ['source'] }, { required: ['operand'] }] });

const compatibility = z
  .strictObject({
    between: z.tuple([subject, subject]),
    works: z.boolean().describe('Whether the two were seen to work together, or to fail.'),
    because: z.string().min(1).max(300),
    evidence: z.url({ protocol: /^https$/ }).describe('Where that is shown.'),
  })
  .describe('What is known of two versions together.');

const mayDrop = z.strictObject({
  crd: objectName.describe("The CRD's name, as in lamps.example.com."),
  field: z
    .string()
    .refine(
      (text) => text !== '' && parseFieldPath(text) !== undefined,
      'expected a field such as spec.values.tags[].name',
    )
    .describe('As the upgrade report names it; everything below it is meant too.'),
  because: z.string().min(1).max(300).optional(),
});

const spec = z.strictObject({
  package: dnsLabel
    .refine(
      (name) => name !== 'microshift-optional' && !name.endsWith('-release-info'),
      'expected another name: this one belongs to a package that is built beside it',
    )
    .describe("The RPM's name."),
  directory: dnsLabel.describe('The directory below manifests.d.'),
  namespace: dnsLabel
    .optional()
    .describe('Where operators and charts are installed; by default what the bundle suggests.'),
  summary: plainWords.describe("One line on what it is, for the package's description."),
  sources: z
    .array(writtenSource)
    .min(1)
    .refine(
      (sources) => new Set(sources.map(({ name }) => name)).size === sources.length,
      'two sources have the same name',
    )
    .describe('What upstream provides.'),
  manifests: z.array(manifest).default([]).describe('Hand-written manifests beside the file.'),
  remove: z.array(removal).default([]).describe('Objects of the sources that are left out.'),
  patches: z.array(patch).default([]).describe('Changes to the objects, made in order.'),
  images: z
    .record(z.string().min(1), imageReference)
    .default({})
    .describe('Images by the key that --image has for them, which goes before these.'),
  operands: z
    .array(operandSchema)
    .default([])
    .refine(
      (operands) => new Set(operands.map(({ name }) => name)).size === operands.length,
      'two operands have the same name',
    )
    .describe('What operators make of custom resources of the component.'),
  compatibility: z
    .array(compatibility)
    .default([])
    .describe('What is known of pairs of versions together.'),
  upgrade: z
    .strictObject({
      mayDrop: z
        .array(mayDrop)
        .default([])
        .describe('Fields whose content devices may lose when a new version lacks them.'),
      adopts: z
        .string()
        .regex(/^\w[\w.-]*\.txt$/, 'expected the name of a .txt file beside component.yaml')
        .optional()
        .describe('A list of the objects that another package of the same name has applied.'),
    })
    .prefault({}),
  health: healthSchema
    .prefault({})
    .describe('What is to be healthy, beyond what follows from the objects themselves.'),
});

/** What `compatibility` names and the component does not have: nothing would ever compare it. */
function unknownSubjects({ sources, operands, compatibility: rules }: z.output<typeof spec>): {
  path: (string | number)[];
  kind: 'source' | 'operand';
  name: string;
}[] {
  const known = {
    source: new Set(sources.map(({ name }) => name)),
    operand: new Set(operands.map(({ name }) => name)),
  };
  return rules.flatMap(({ between }, rule) =>
    between.flatMap((each, position) =>
      (['source', 'operand'] as const).flatMap((kind) => {
        const name = each[kind];
        if (name === undefined || known[kind].has(name)) return [];
        return [{ path: ['compatibility', rule, 'between', position, kind], kind, name }];
      }),
    ),
  );
}

export const componentSchema = z.strictObject({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('Component'),
  metadata: z.strictObject({
    name: dnsLabel.describe("The component's name: of its lock, release information and records."),
  }),
  spec: spec.superRefine((value, context) => {
    for (const { path, name, kind } of unknownSubjects(value)) {
      context.addIssue({ code: 'custom', path, message: `the component has no ${kind} ${name}` });
    }
  }),
});

/** A component.yaml after checking, with its defaults filled in. */
export type ComponentFile = z.output<typeof componentSchema>;
export type Compatibility = ComponentFile['spec']['compatibility'][number];
export type Patch = ComponentFile['spec']['patches'][number];
export type PatchOperation = NonNullable<Patch['operations']>[number];
export type Target = Patch['target'];
export type Removal = ComponentFile['spec']['remove'][number];
