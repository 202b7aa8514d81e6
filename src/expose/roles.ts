import type { Json } from '../manifest/json.ts';
import type { CommentedObject } from './commented-object.ts';
import { GATEWAY_GROUP } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';

const RBAC = 'rbac.authorization.k8s.io';
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

/**
 * Roles for the three kinds of people of the Gateway API, and their bindings: who may write classes, Gateways and
 * routes is that of its simple three-tier model
 * (https://gateway-api.sigs.k8s.io/concepts/security-model/).
 * @param namespace where the application's developers may write routes
 */
export function makeRoles(name: string, namespace: string, api: GatewayApi): CommentedObject[] {
  const plurals = (kinds: (kind: string) => boolean): string[] =>
    [...api.kinds]
      .filter(([kind]) => kinds(kind))
      .map(([, { plural }]) => plural)
      .toSorted();
  const classes = plurals((kind) => kind === 'GatewayClass');
  const applications = plurals((kind) => kind.endsWith('Route') || kind === 'ReferenceGrant');
  const gateways = plurals(
    (kind) => kind !== 'GatewayClass' && !kind.endsWith('Route') && kind !== 'ReferenceGrant',
  );
  const roles: Role[] = [
    {
      name: `${name}-infrastructure-provider`,
      who: 'infrastructure providers, who answer for the controllers and everything of the Gateway API',
      write: [...classes, ...gateways, ...applications],
      read: [],
      namespace: undefined,
    },
    {
      name: `${name}-cluster-operator`,
      who: 'cluster operators, who run Gateways for others and choose among the classes that are there',
      write: [...gateways, ...applications],
      read: classes,
      namespace: undefined,
    },
    {
      name: `${name}-application-developer`,
      who: 'application developers, who lead requests to their own Services through Gateways of others',
      write: applications,
      read: gateways,
      namespace,
    },
  ];
  return roles.flatMap((role) => [makeClusterRole(role), makeBinding(role)]);
}

type Role = {
  name: string;
  who: string;
  write: string[];
  read: string[];
  /** Where it is bound; undefined: everywhere. */
  namespace: string | undefined;
};

function makeClusterRole({ name, who, write, read }: Role): CommentedObject {
  const rule = (resources: string[], verbs: string[]): Json[] =>
    resources.length === 0 ? [] : [{ apiGroups: [GATEWAY_GROUP], resources, verbs }];
  return {
    comment: [`What is for ${who}.`],
    object: {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [...rule(write, WRITE), ...rule(read, READ)],
    },
  };
}

function makeBinding({ name, who, namespace }: Role): CommentedObject {
  return {
    comment: [
      `Binds the ClusterRole to the ${who.split(',', 1)[0]}${namespace === undefined ? '' : ` of the namespace ${namespace}`}.`,
      'Change the subject to your own: a Group of your users, a User or a ServiceAccount.',
    ],
    object: {
      apiVersion: `${RBAC}/v1`,
      kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
      subjects: [{ apiGroup: RBAC, kind: 'Group', name: `${name}s` }],
    },
  };
}
