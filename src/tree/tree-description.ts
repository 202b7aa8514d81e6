import * as z from 'zod';
import { inputError } from '../errors.ts';
import { checkShape } from '../manifest/check-shape.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import { toJsonText } from '../manifest/json.ts';

const reference = {
  group: z.string().default(''),
  kind: z.string(),
  namespace: z.string().default(''),
  name: z.string(),
};

/** What is to be healthy, beyond what follows from the objects themselves. */
export const healthSchema = z.strictObject({
  workloads: z
    .array(
      z
        .strictObject({ ...reference, group: z.string().optional() })
        .transform(({ group, ...workload }) => ({
          group: group ?? (workload.kind === 'Job' ? 'batch' : 'apps'),
          ...workload,
        })),
    )
    .default([])
    .describe('Workloads that are not in the tree, because an operator makes them.'),
  conditions: z
    .array(
      z.strictObject({
        ...reference,
        name: z
          .string()
          .min(1)
          .optional()
          .describe('Without a name, each object of the kind that there is counts, if any.'),
        type: z.string().describe('The condition that must be True.'),
        terminalReasons: z
          .array(z.string().min(1))
          .optional()
          .describe(
            'Reasons of the condition that will not pass by waiting: a check ends on them.',
          ),
      }),
    )
    .default([])
    .describe('Conditions of objects that must be True at the current generation.'),
});

/** What a device has to know when it comes from another release. */
const upgradeSchema = z.strictObject({
  mayDrop: z
    .array(z.strictObject({ crd: z.string(), field: z.string() }))
    .default([])
    .describe('Fields of stored objects that may be lost when a new CRD lacks them.'),
  adopts: z
    .array(z.strictObject(reference))
    .default([])
    .describe('What another package of the same name has applied, without a record of it.'),
});

const requestsSchema = z
  .array(z.strictObject({ name: z.string(), cpu: z.number(), memory: z.number() }))
  .default([])
  .describe("What the component's pods ask the scheduler for: CPU in cores, memory in bytes.");

const sourcesSchema = z
  .array(
    z.object({
      name: z.string(),
      version: z.string().optional(),
      digest: z.string().describe('Of the content, as component.lock.yaml has it.'),
    }),
  )
  .default([])
  .describe('What the release was made of.');

const incompatibleSchema = z
  .array(
    z.object({
      what: z.string().describe('What of this tree it is about: the name of a source or operand.'),
      version: z.string().describe('Its version.'),
      source: z.string().describe('The source that it does not work with.'),
      domain: z
        .string()
        .describe('What the objects of that source have before /bundle-version in an annotation.'),
      versions: z.string().describe('The range of versions that it does not work with.'),
      because: z.string(),
      evidence: z.string(),
    }),
  )
  .default([])
  .describe(
    'Versions of a source that this tree does not work with, should another one bring them.',
  );

export type HealthSpec = z.output<typeof healthSchema>;

const descriptionSchema = z.object({
  apiVersion: z.literal('optional.microshift.io/v1alpha1'),
  kind: z.literal('Tree'),
  name: z.string().regex(DNS_LABEL, 'expected a DNS label'),
  version: z.string().optional(),
  health: healthSchema.prefault({}),
  upgrade: upgradeSchema.prefault({}),
  requests: requestsSchema,
  sources: sourcesSchema,
  incompatible: incompatibleSchema,
});

export type UpgradeSpec = z.output<typeof upgradeSchema>;

/** A tree that comes from nowhere else. */
export const NO_UPGRADE: UpgradeSpec = { mayDrop: [], adopts: [] };

export type TreeDescription = Pick<
  z.output<typeof descriptionSchema>,
  'name' | 'version' | 'health' | 'upgrade' | 'requests' | 'sources' | 'incompatible'
>;

/** An upstream input of a release. */
export type TreeSource = TreeDescription['sources'][number];

/** Versions of a source that a tree does not work with, whoever brings them. */
export type Incompatibility = TreeDescription['incompatible'][number];

/** The text of a tree's description. */
export function formatDescription(description: TreeDescription): string {
  const { name, version, health, upgrade, requests, sources, incompatible } = description;
  const value = {
    apiVersion: 'optional.microshift.io/v1alpha1',
    kind: 'Tree',
    name,
    version,
    health,
    upgrade,
    requests,
    sources,
    incompatible,
  };
  return `${toJsonText(value, 2)}\n`;
}

/** Reads a tree's description. @throws {UserError} `tree-description-invalid` */
export function parseDescription(text: string, file: string): TreeDescription {
  const code = 'tree-description-invalid';
  const hint = 'rebuild or reinstall the package that the tree belongs to';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const message = `is not JSON: ${(error as SyntaxError).message}`;
    throw inputError({ code, message, hint, at: { file } }, { cause: error });
  }
  const place = { file, lineOf: () => 1, code, hint };
  const { apiVersion: _, kind: __, ...description } = checkShape(descriptionSchema, value, place);
  return { version: undefined, ...description };
}
