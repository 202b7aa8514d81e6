import * as z from 'zod';

/** Go takes null for the zero value of any type. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
const texts = z
  .record(z.string(), text)
  .nullish()
  .transform((value) => value ?? {});
const path = z.string().min(1, 'expected a path');

const kindOfObject = { group: text, version: text, kind: text };

const fieldSpec = z.strictObject({ ...kindOfObject, path: text, create: flag });

const label = z.strictObject({
  pairs: texts,
  includeSelectors: flag,
  includeTemplates: flag,
  fields: list(fieldSpec),
});

const image = z.strictObject({
  name: text,
  newName: text,
  newTag: text,
  digest: text,
  tagSuffix: text,
});

const selector = z.strictObject({
  ...kindOfObject,
  name: text,
  namespace: text,
  labelSelector: text,
  annotationSelector: text,
});

const options = z
  .strictObject({ allowNameChange: flag, allowKindChange: flag })
  .nullish()
  .transform((value) => value ?? undefined);

const patch = z.strictObject({
  path: text,
  patch: text,
  target: selector.nullish().transform((value) => value ?? undefined),
  options,
});

/**
 * The fields of a kustomization that are rendered natively, as api/types/kustomization.go of kustomize
 * defines them. Of the others only the names are known.
 */
export const kustomizationSchema = z.strictObject({
  apiVersion: z.literal(['kustomize.config.k8s.io/v1beta1', '']).nullish(),
  kind: z.literal(['Kustomization', '']).nullish(),
  metadata: z
    .strictObject({ name: text, namespace: text, labels: texts, annotations: texts })
    .nullish(),
  resources: list(path),
  bases: list(path),
  namespace: text,
  commonLabels: texts,
  labels: list(label),
  commonAnnotations: texts,
  images: list(image),
  imageTags: list(image),
  patches: list(patch),
  patchesStrategicMerge: list(path),
  patchesJson6902: list(patch),
});

export type Kustomization = z.output<typeof kustomizationSchema>;
export type LabelEntry = Kustomization['labels'][number];
export type ImageEntry = Kustomization['images'][number];
export type PatchEntry = Kustomization['patches'][number];
export type Selector = NonNullable<PatchEntry['target']>;

/** Kustomize's other fields, the lists among them apart: an empty list asks for nothing. */
export const OTHER_FIELDS = {
  lists: [
    'buildMetadata',
    'components',
    'configMapGenerator',
    'configurations',
    'crds',
    'generators',
    'helmChartInflationGenerator',
    'helmCharts',
    'replacements',
    'replicas',
    'secretGenerator',
    'transformers',
    'validators',
    'vars',
  ],
  others: ['generatorOptions', 'helmGlobals', 'namePrefix', 'nameSuffix', 'openapi', 'sortOptions'],
};

/** Every name that may stand anywhere in a kustomization, but for those that users choose. */
export const FIELD_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(kustomizationSchema.shape),
  ...OTHER_FIELDS.lists,
  ...OTHER_FIELDS.others,
  ...[label, image, selector, patch, fieldSpec].flatMap((each) => Object.keys(each.shape)),
]);
