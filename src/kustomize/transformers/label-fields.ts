import { fieldSpec } from '../field-spec.ts';
import type { FieldSpec } from '../field-spec.ts';

/** Where labels stand: api/internal/konfig/builtinpluginconsts/metadatalabels.go of kustomize. */
export const TEMPLATE_LABELS: readonly FieldSpec[] = [
  fieldSpec('metadata/labels', { create: true }),
  fieldSpec('spec/template/metadata/labels', {
    version: 'v1',
    kind: 'ReplicationController',
    create: true,
  }),
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) =>
    fieldSpec('spec/template/metadata/labels', { kind, create: true }),
  ),
  ...['spec/template/metadata/labels', 'spec/volumeClaimTemplates[]/metadata/labels'].map((path) =>
    fieldSpec(path, { group: 'apps', kind: 'StatefulSet', create: true }),
  ),
  fieldSpec('spec/template/metadata/labels', { group: 'batch', kind: 'Job', create: true }),
  ...['spec/jobTemplate/metadata/labels', 'spec/jobTemplate/spec/template/metadata/labels'].map(
    (path) => fieldSpec(path, { group: 'batch', kind: 'CronJob', create: true }),
  ),
];

const POD_SELECTORS = [
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
  ]),
  'topologySpreadConstraints',
].map((path) => `spec/template/spec/${path}/labelSelector/matchLabels`);

/** Where labels select: commonlabels.go. */
export const SELECTORS: readonly FieldSpec[] = [
  ...['Service', 'ReplicationController'].map((kind) =>
    fieldSpec('spec/selector', { version: 'v1', kind, create: true }),
  ),
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) =>
    fieldSpec('spec/selector/matchLabels', { kind, create: true }),
  ),
  fieldSpec('spec/selector/matchLabels', { group: 'apps', kind: 'StatefulSet', create: true }),
  ...['Deployment', 'StatefulSet'].flatMap((kind) =>
    POD_SELECTORS.map((path) => fieldSpec(path, { group: 'apps', kind })),
  ),
  fieldSpec('spec/selector/matchLabels', { group: 'batch', kind: 'Job' }),
  fieldSpec('spec/jobTemplate/spec/selector/matchLabels', { group: 'batch', kind: 'CronJob' }),
  fieldSpec('spec/selector/matchLabels', { group: 'policy', kind: 'PodDisruptionBudget' }),
  ...['spec/podSelector', 'spec/ingress/from/podSelector', 'spec/egress/to/podSelector'].map(
    (path) =>
      fieldSpec(`${path}/matchLabels`, { group: 'networking.k8s.io', kind: 'NetworkPolicy' }),
  ),
];
