import { create, patch, service } from './broken-state.ts';
import type { BrokenState } from './broken-state.ts';
import { podStatus, podsOf, writePods } from './kubelet.ts';
import { BY_TEST, inState, lamp, webhook } from './lamp.ts';

const isNew = (pod: any): boolean => pod.metadata.annotations?.release === '2';
const SERVES = podStatus({ running: {} }, { podIP: '192.0.2.7', podIPs: [{ ip: '192.0.2.7' }] });

/** Of the Service that a webhook calls. */
export const SERVICE_STATES: BrokenState[] = [
  {
    name: 'the Service of a webhook has another port',
    objects: (place) => [...lamp({})(place), service(place, 8443), webhook(place)],
    cause: 'NoServicePort',
    outcome: 'pending',
    says: /^ValidatingWebhookConfiguration .*: calls port 443 of Service .*\/lamp, which has no such port$/,
    hint: /let the Service have the port/,
    repair: (place) => create(place, service(place)),
  },
  {
    name: 'the Service of a webhook leads to a port that no container has',
    objects: (place) => [...lamp({})(place), service(place, 443, 'hook'), webhook(place)],
    cause: 'NoTargetPort',
    outcome: 'pending',
    says: /^ValidatingWebhookConfiguration .*: calls port 443 of Service .*\/lamp, whose endpoints have no port for it$/,
    hint: /targetPort/,
    repair: (place) => create(place, service(place)),
  },
  {
    // What is certain of the old pod is not, of the workload.
    name: 'the workload of a webhook is rolled out anew, after an image that was none',
    objects: (place) => [...lamp(BY_TEST)(place), service(place), webhook(place)],
    breaks: async (place) => {
      await inState({ waiting: { reason: 'InvalidImageName', message: 'no' } })(place);
      await patch(place, { template: { metadata: { annotations: { release: '2' } } } });
      await podsOf(place.cluster, place.namespace, isNew);
    },
    cause: 'ContainerCreating',
    outcome: 'pending',
    says: /^ValidatingWebhookConfiguration .* → Service .*\/lamp → Pod .* → its node has not begun with it$/,
    hint: /kubectl describe pod/,
    repair: ({ cluster, namespace }) => writePods(cluster, namespace, SERVES, isNew),
  },
];
