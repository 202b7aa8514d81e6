import { compareText } from '../manifest/object.ts';
import type { CommentedObject } from './commented-object.ts';
import { GATEWAY_GROUP, apiVersionFor } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';

/** A reference from an object of the Gateway API to a Service or Secret. */
export type Reference = {
  from: { kind: string; namespace: string };
  to: { kind: 'Service' | 'Secret'; namespace: string; name: string };
};

/**
 * What permits the references that lead into other namespaces: one ReferenceGrant for each pair of namespaces and
 * kind that refers.
 */
export function makeGrants(
  name: string,
  references: readonly Reference[],
  api: GatewayApi,
): CommentedObject[] {
  const crossing = references.filter(({ from, to }) => from.namespace !== to.namespace);
  const pairs = Map.groupBy(crossing, ({ from, to }) =>
    [to.namespace, from.namespace, from.kind].join(' '),
  );
  return [...pairs]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, group]) => {
      const [first] = group;
      return first === undefined
        ? []
        : [makeGrant(name, first.from, first.to.namespace, group, api)];
    });
}

function makeGrant(
  name: string,
  from: Reference['from'],
  namespace: string,
  references: readonly Reference[],
  api: GatewayApi,
): CommentedObject {
  const targets = new Map(references.map(({ to }) => [`${to.kind} ${to.name}`, to]));
  return {
    comment: [
      `Lets each ${from.kind} in the namespace ${from.namespace} refer to what is named here. It lies in the ` +
        `namespace ${namespace}, whose owners so agree.`,
    ],
    object: {
      apiVersion: apiVersionFor(api, 'ReferenceGrant'),
      kind: 'ReferenceGrant',
      metadata: { name: `${name}-${from.kind.toLowerCase()}-from-${from.namespace}`, namespace },
      spec: {
        from: [{ group: GATEWAY_GROUP, kind: from.kind, namespace: from.namespace }],
        to: [...targets.values()].map((to) => ({ group: '', kind: to.kind, name: to.name })),
      },
    },
    fields: [{ path: ['spec', 'to'], text: 'Without a name, all of the kind.' }],
  };
}
