import type { JsonObject } from '../manifest/json.ts';
import type { CommentedObject } from './commented-object.ts';
import { apiVersionFor } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';
import { issuerAnnotation } from './issuer.ts';
import { listenerComments } from './listeners.ts';
import type { Listeners } from './listeners.ts';
import type { Certificate, NewGateway } from './options/expose-options.ts';

/** A Gateway with its listeners. */
export function makeGateway(
  gateway: NewGateway,
  namespace: string,
  listeners: Pick<Listeners, 'specs'>,
  certificate: Certificate | undefined,
  api: GatewayApi,
): CommentedObject {
  const { labels, addresses } = gateway;
  const annotations = { ...gateway.annotations, ...issuerAnnotation(certificate) };
  const infrastructure = api.hasInfrastructure
    ? filled({ annotations: gateway.annotations, labels })
    : {};
  return {
    comment: [
      gateway.isInternal
        ? 'Where requests from the inside come in. What keeps it inside is its class, its addresses and ' +
          'what its annotations tell the controller of the class: look at what Service it gets.'
        : 'Where requests come in: a controller of its class sets up a proxy with these listeners.',
      'Change the class to that of another controller (kubectl get gatewayclasses), and add a listener for each ' +
        'further hostname or port.',
    ],
    object: {
      apiVersion: apiVersionFor(api, 'Gateway'),
      kind: 'Gateway',
      metadata: {
        name: gateway.name,
        namespace,
        ...filled({ labels, annotations }),
      },
      spec: {
        gatewayClassName: gateway.class,
        ...(addresses.length === 0 ? {} : { addresses: addresses.map((each) => ({ ...each })) }),
        ...filled({ infrastructure }),
        listeners: listeners.specs,
      },
    },
    fields: [
      ...listenerComments(listeners, ['spec', 'listeners']),
      {
        path: ['spec', 'addresses'],
        text: 'Not every controller takes addresses; without them it chooses.',
      },
      {
        path: ['spec', 'infrastructure'],
        text: 'Handed on to what the controller makes for this Gateway, such as a Service.',
      },
    ],
  };
}

/** Only the fields that hold something. */
function filled(fields: Record<string, JsonObject>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0),
  );
}
