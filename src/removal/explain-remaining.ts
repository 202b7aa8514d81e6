import { findCondition } from '../cluster/conditions.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';

/** Who takes away the finalizers that Kubernetes itself puts on objects, and when. */
const KNOWN: Record<string, string> = {
  foregroundDeletion: 'the garbage collector takes it away once all that the object owns is gone',
  orphan: 'the garbage collector takes it away',
  'batch.kubernetes.io/job-tracking': 'the job controller takes it away',
  'customresourcecleanup.apiextensions.k8s.io':
    'the API server takes it away once all objects of the kind are gone',
  'kubernetes.io/pv-protection': 'it is taken away once no claim uses the volume',
  'kubernetes.io/pvc-protection': 'it is taken away once no pod uses the claim',
  'service.kubernetes.io/load-balancer-cleanup': "the load balancer's controller takes it away",
};

/** What the controllers of namespaces and CRDs tell of their work, as far as it holds up the deletion. */
const CONDITIONS = [
  'NamespaceDeletionDiscoveryFailure',
  'NamespaceDeletionGroupVersionParsingFailure',
  'NamespaceDeletionContentFailure',
  'NamespaceContentRemaining',
  'NamespaceFinalizersRemaining',
  'Terminating',
];

/** What they say in these cases is no more than that it takes its course. */
const IN_COURSE = new Set(['InstanceDeletionPending', 'InstanceDeletionInProgress']);

/**
 * Why an object that is to be deleted is still there: the finalizers that hold it and who is expected to take
 * them away, and what the controller that deletes it says.
 * @param live the object; its metadata alone is enough for all but namespaces and CRDs
 */
export function explainRemaining(live: unknown): string {
  if (textAt(live, ['metadata', 'deletionTimestamp']) === '') {
    return 'the API server has not deleted it yet';
  }
  const finalizers = listAt(live, ['metadata', 'finalizers'])
    .filter((finalizer) => typeof finalizer === 'string')
    .map((finalizer) => `finalizer ${finalizer} holds it: ${whoseFinalizer(live, finalizer)}`);
  const conditions = CONDITIONS.map((type) => findCondition(live, type))
    .filter((condition) => condition?.status === 'True' && !IN_COURSE.has(condition.reason))
    .map((condition) => condition?.message.trim() ?? '')
    .filter((message) => message !== '');
  const reasons = [...finalizers, ...conditions];
  if (reasons.length > 0) return reasons.join('; ');
  const seconds = valueAt(live, ['metadata', 'deletionGracePeriodSeconds']);
  return typeof seconds === 'number' && seconds > 0
    ? `it has ${seconds} s to end`
    : 'its deletion has begun';
}

function whoseFinalizer(live: unknown, finalizer: string): string {
  const known = KNOWN[finalizer];
  if (known !== undefined) return known;
  const manager = listAt(live, ['metadata', 'managedFields'])
    .filter((entry) => isJsonObject(valueAt(entry, finalizerPath(finalizer))))
    .map((entry) => textAt(entry, ['manager']))
    .find((name) => name !== '' && name !== FIELD_MANAGER);
  return manager === undefined
    ? 'the controller whose name it bears has to take it away'
    : `${manager} has put it there and has to take it away`;
}

/** Where the fields of an entry of managedFields name a finalizer, if its manager has put it there. */
function finalizerPath(finalizer: string): string[] {
  return ['fieldsV1', 'f:metadata', 'f:finalizers', `v:${JSON.stringify(finalizer)}`];
}
