import { inputError } from '../errors.ts';
import { definedKinds } from '../manifest/crd.ts';
import type { CrdInfo } from '../manifest/crd.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { compareVersionPriority } from '../upgrade/version-priority.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** What of the Gateway API a cluster has: the kinds, their versions, and the fields that not every release has. */
export type GatewayApi = {
  kinds: ReadonlyMap<string, ServedKind>;
  /** Whether Gateways have `spec.infrastructure`. */
  hasInfrastructure: boolean;
  /** The CRDs that this is known from; none where it is the program's own knowledge. */
  crds: readonly KubernetesObject[];
};

export type ServedKind = { apiVersion: string; plural: string };

/** The standard channel of v1.1.0, which every release after it has too: what is meant where no component is named. */
export const STANDARD_1_1: GatewayApi = {
  kinds: new Map([
    ['GatewayClass', { apiVersion: `${GATEWAY_GROUP}/v1`, plural: 'gatewayclasses' }],
    ['Gateway', { apiVersion: `${GATEWAY_GROUP}/v1`, plural: 'gateways' }],
    ['HTTPRoute', { apiVersion: `${GATEWAY_GROUP}/v1`, plural: 'httproutes' }],
    ['GRPCRoute', { apiVersion: `${GATEWAY_GROUP}/v1`, plural: 'grpcroutes' }],
    ['ReferenceGrant', { apiVersion: `${GATEWAY_GROUP}/v1beta1`, plural: 'referencegrants' }],
  ]),
  hasInfrastructure: false,
  crds: [],
};

/**
 * What the CRDs among `objects` have of the Gateway API; of each kind the version that Kubernetes prefers among
 * those served. Undefined where they have nothing of it.
 */
export function readGatewayApi(objects: readonly KubernetesObject[]): GatewayApi | undefined {
  const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const defined = [...definedKinds(crds).values()].filter(({ group }) => group === GATEWAY_GROUP);
  const kinds = new Map<string, ServedKind>();
  for (const { group, kind, plural, versions } of defined) {
    const served = versions
      .filter((version) => version.served)
      .map(({ name }) => name)
      .toSorted(compareVersionPriority)
      .at(-1);
    if (served !== undefined) kinds.set(kind, { apiVersion: apiVersionOf(group, served), plural });
  }
  if (kinds.size === 0) return undefined;
  const gateway = defined.find(({ kind }) => kind === 'Gateway');
  return { kinds, hasInfrastructure: hasField(gateway, kinds, 'infrastructure'), crds };
}

function hasField(
  crd: CrdInfo | undefined,
  kinds: ReadonlyMap<string, ServedKind>,
  field: string,
): boolean {
  if (crd === undefined) return false;
  const apiVersion = kinds.get(crd.kind)?.apiVersion;
  const version = crd.versions.find(({ name }) => apiVersionOf(crd.group, name) === apiVersion);
  const path = ['properties', 'spec', 'properties', field];
  return isJsonObject(valueAt(version?.schema, path));
}

/**
 * The apiVersion in which to write a kind.
 * @throws {UserError} `gateway-api-lacks` where the cluster does not serve it
 */
export function apiVersionFor(api: GatewayApi, kind: string): string {
  const served = api.kinds.get(kind);
  if (served !== undefined) return served.apiVersion;
  throw inputError({
    code: 'gateway-api-lacks',
    message: `there is no ${kind} to be had, which this needs`,
    hint: 'name a tree whose CRDs have it',
    at: { field: '--component' },
  });
}
