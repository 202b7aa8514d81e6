import type { CommentedObject } from './commented-object.ts';
import { apiVersionFor } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';
import { listenerComments } from './listeners.ts';
import type { Listeners } from './listeners.ts';
import type { GatewayReference } from './options/expose-options.ts';

/** Listeners for a Gateway that belongs to others, in a namespace of one's own. */
export function makeListenerSet(
  { name, namespace }: { name: string; namespace: string },
  gateway: GatewayReference,
  listeners: Listeners,
  api: GatewayApi,
): CommentedObject {
  return {
    comment: [
      `Adds listeners to the Gateway ${gateway.namespace}/${gateway.name}, without changing it.`,
      'Its owner has to let this namespace do so: spec.allowedListeners.namespaces of the Gateway, which says ' +
        'None by default; and the controller has to know ListenerSets.',
    ],
    object: {
      apiVersion: apiVersionFor(api, 'ListenerSet'),
      kind: 'ListenerSet',
      metadata: { name, namespace },
      spec: {
        parentRef: {
          name: gateway.name,
          ...(gateway.namespace === namespace ? {} : { namespace: gateway.namespace }),
        },
        listeners: listeners.specs,
      },
    },
    fields: listenerComments(listeners, ['spec', 'listeners']),
  };
}
