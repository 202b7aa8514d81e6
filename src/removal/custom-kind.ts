import type { Client } from '../cluster/client.ts';
import { METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { KindInfo } from '../manifest/builtin-kinds.ts';
import { crdInfo } from '../manifest/crd.ts';
import { textAt, valueAt } from '../manifest/json.ts';
import { apiVersionOf } from '../manifest/object.ts';
import type { GroupKind, KubernetesObject, ObjectId } from '../manifest/object.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The kind that a CRD in the cluster defines. */
export type CustomKind = GroupKind &
  KindInfo & {
    /** A version in which its objects can be read, the stored one if possible. */
    apiVersion: string;
    /** The uid of the CRD. */
    uid: string;
    /** The Service that converts objects to other versions; undefined where none is needed. */
    converter: { namespace: string; name: string } | undefined;
  };

/** An object of a custom kind, as its metadata tells of it. */
export type Instance = { id: ObjectId; uid: string; live: unknown };

/** What a CRD defines; undefined where it does not exist, or serves no version. */
export async function readCustomKind(
  client: Client,
  crdName: string,
): Promise<CustomKind | undefined> {
  const crd = await getJson(client, `${CRDS}/${encodeURIComponent(crdName)}`);
  const info = crd === undefined ? undefined : crdInfo(crd as KubernetesObject);
  const served = info?.versions.filter((version) => version.served) ?? [];
  const version = served.find(({ storage }) => storage) ?? served[0];
  if (info === undefined || version === undefined) return undefined;
  const { group, kind, plural, namespaced } = info;
  const service = valueAt(crd, ['spec', 'conversion', 'webhook', 'clientConfig', 'service']);
  const isConverted = textAt(crd, ['spec', 'conversion', 'strategy']) === 'Webhook';
  return {
    group,
    kind,
    plural,
    namespaced,
    apiVersion: apiVersionOf(group, version.name),
    uid: textAt(crd, ['metadata', 'uid']),
    converter:
      isConverted && service !== undefined
        ? { namespace: textAt(service, ['namespace']), name: textAt(service, ['name']) }
        : undefined,
  };
}

/** The objects of a kind in all namespaces. */
export async function* instancesOf(client: Client, kind: CustomKind): AsyncGenerator<Instance> {
  const everywhere = { ...kind, namespace: '', name: '' };
  const path = resourcePath(
    resourceOf(kind.apiVersion, { ...kind, namespaced: false }, everywhere),
  );
  for await (const { items } of listObjects(client, path, { accept: METADATA_LIST })) {
    for (const live of items) {
      const id = {
        group: kind.group,
        kind: kind.kind,
        namespace: textAt(live, ['metadata', 'namespace']),
        name: textAt(live, ['metadata', 'name']),
      };
      yield { id, uid: textAt(live, ['metadata', 'uid']), live };
    }
  }
}
