import * as z from 'zod';
import {
  dnsLabel,
  dottedField,
  objectReference,
  plainWords,
  quantity,
  versionRange,
} from '../manifest/field-schemas.ts';

const quantities = z.strictObject({ cpu: quantity.optional(), memory: quantity.optional() });

/** What component.yaml says of an operand: what an operator makes of a custom resource of the tree. */
export const operandSchema = z.strictObject({
  name: dnsLabel.describe('What reports call it.'),
  object: objectReference.describe('The custom resource of the tree that asks for it.'),
  version: dottedField.optional().describe('The field of the object that names its version.'),
  images: z
    .string()
    .regex(/^[\w./-]*\{version\}[\w./-]*$/, 'expected the start of an annotation, with {version}')
    .optional()
    .describe(
      "How the operator's pod-template annotations that name its images begin; {version} stands for the version with _ for each dot.",
    ),
  endOfLife: versionRange.optional().describe('The versions that get no more repairs.'),
  requests: z
    .array(
      z.strictObject({
        name: plainWords,
        field: dottedField.optional().describe('The field of the object that holds them.'),
        default: quantities.prefault({}).describe('What the operator takes where there is none.'),
      }),
    )
    .default([])
    .describe('What the pods that the operator makes for it request.'),
});

export type Operand = z.output<typeof operandSchema>;
