import assert from 'node:assert/strict';
import { resourceOf, resourcePath } from '../../../src/cluster/resource.ts';
import { definedKinds, kindInfo } from '../../../src/manifest/crd.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { createApiClient } from '../control-plane/api-client.ts';
import { certificatesIn } from './fault-proxy/upstream.ts';
import type { Target } from './fault-proxy/upstream.ts';

/** The objects of a cluster, without kubectl: hundreds of rounds would mostly wait for its discovery. */
export type ClusterObjects = {
  /** What the API server has of an object; undefined where it has nothing. */
  read(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  /** Makes an object, unless it is there. */
  create(object: KubernetesObject): Promise<void>;
  delete(object: KubernetesObject): Promise<void>;
};

/** @param known has the CRDs of the custom kinds that will be asked for */
export function clusterObjects(
  { server, directory }: Target,
  known: readonly KubernetesObject[],
): ClusterObjects {
  const api = createApiClient(server, certificatesIn(directory));
  const kinds = definedKinds(known);
  const pathOf = (object: KubernetesObject, name?: string): string => {
    const id = objectId(object);
    const kind = kindInfo(id, kinds);
    assert.ok(kind, `a kind without a CRD: ${id.kind}`);
    return resourcePath(resourceOf(object.apiVersion, kind, id), name);
  };
  const call = async (
    expected: readonly number[],
    ...request: Parameters<typeof api>
  ): Promise<string | undefined> => {
    const { status, body } = await api(...request);
    assert.ok(expected.includes(status), `${request[0]} ${request[1]}: ${status} ${body}`);
    return status === 200 ? body : undefined;
  };
  return {
    async read(object) {
      const body = await call([200, 404], 'GET', pathOf(object, object.metadata.name));
      return body === undefined ? undefined : (JSON.parse(body) as KubernetesObject);
    },
    async create(object) {
      await call([201, 409], 'POST', pathOf(object), object);
    },
    async delete(object) {
      await call([200, 202, 404], 'DELETE', pathOf(object, object.metadata.name));
    },
  };
}
