import { fieldSpec } from '../field-spec.ts';
import type { FieldSpec } from '../field-spec.ts';
import type { Resource } from '../resource.ts';
import { addPairs } from './labels.ts';

const TEMPLATE = 'spec/template/metadata/annotations';

/** Where annotations stand: api/internal/konfig/builtinpluginconsts/commonannotations.go of kustomize. */
const FIELDS: readonly FieldSpec[] = [
  fieldSpec('metadata/annotations', { create: true }),
  fieldSpec(TEMPLATE, { version: 'v1', kind: 'ReplicationController', create: true }),
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].map((kind) =>
    fieldSpec(TEMPLATE, { kind, create: true }),
  ),
  fieldSpec(TEMPLATE, { group: 'batch', kind: 'Job', create: true }),
  ...[
    'spec/jobTemplate/metadata/annotations',
    'spec/jobTemplate/spec/template/metadata/annotations',
  ].map((path) => fieldSpec(path, { group: 'batch', kind: 'CronJob', create: true })),
];

/** Adds `commonAnnotations` to objects and their templates. */
export function addAnnotations(
  resources: readonly Resource[],
  pairs: Readonly<Record<string, string>>,
): void {
  addPairs(resources, pairs, FIELDS);
}
