import type { GroupKind } from '../manifest/object.ts';
import { groupKindKey } from '../manifest/object.ts';
import { isCrdKind, isCustomKind, isNamespaceKind } from './kinds.ts';

/**
 * The order of kinds, whatever else is known of the objects:
 * - `users`: what users have made of the kinds that go too
 * - `custom`: custom resources, while everything that finalizes them still runs
 * - `crds`: their kinds, which take the rest of their objects along
 * - `admission`: what has the API server call others. Left behind, it would refuse the rest; gone before the
 *   custom resources, their deletion would not be validated
 * - `running`: workloads, and whatever is in no other stage
 * - `used`: what workloads need to end in order
 * - `namespaces`
 */
export const STAGES = [
  'users',
  'custom',
  'crds',
  'admission',
  'running',
  'used',
  'namespaces',
] as const;

export type Stage = (typeof STAGES)[number];

const ADMISSION = kinds('admissionregistration.k8s.io', [
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]).concat(kinds('apiregistration.k8s.io', ['APIService']));

const USED = [
  ...kinds('', ['ConfigMap', 'PersistentVolume', 'PersistentVolumeClaim', 'Secret']),
  ...kinds('', ['ServiceAccount']),
  ...kinds('networking.k8s.io', ['NetworkPolicy']),
  ...kinds('node.k8s.io', ['RuntimeClass']),
  ...kinds('rbac.authorization.k8s.io', ['ClusterRole', 'ClusterRoleBinding']),
  ...kinds('rbac.authorization.k8s.io', ['Role', 'RoleBinding']),
  ...kinds('scheduling.k8s.io', ['PriorityClass']),
  ...kinds('storage.k8s.io', ['CSIDriver', 'StorageClass']),
];

const STAGE_OF = new Map<string, Stage>([
  ...ADMISSION.map((kind) => [kind, 'admission'] as const),
  ...USED.map((kind) => [kind, 'used'] as const),
]);

/** When objects of a kind go, as far as their kind alone tells. */
export function stageOfKind(kind: GroupKind): Stage {
  if (isCrdKind(kind)) return 'crds';
  if (isNamespaceKind(kind)) return 'namespaces';
  if (isCustomKind(kind)) return 'custom';
  return STAGE_OF.get(groupKindKey(kind)) ?? 'running';
}

/**
 * The stages that must be over before an object of this stage goes: those of all trees, since an operator may
 * finalize what other trees hold, and those of its own tree.
 */
export function stagesBefore(stage: Stage): { ofAll: readonly Stage[]; ofTree: readonly Stage[] } {
  const index = STAGES.indexOf(stage);
  const ofAll = STAGES.slice(0, Math.min(index, STAGES.indexOf('admission')));
  const ofTree = STAGES.slice(ofAll.length, index);
  // What lives in a namespace is waited for by itself; what fails elsewhere does not keep it.
  return { ofAll, ofTree: stage === 'namespaces' ? ['admission'] : ofTree };
}

function kinds(group: string, names: readonly string[]): string[] {
  return names.map((kind) => groupKindKey({ group, kind }));
}
