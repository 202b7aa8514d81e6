import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { groupOf } from '../../../src/manifest/object.ts';

/** A write of one object that is ready to be sent. */
export type WriteRequest = {
  path: string;
  body: string;
  /** The object's name, where it is a CRD. */
  crd?: string;
  /** The name of the CRD that makes its kind. */
  after?: string;
};

/** How a kind is addressed. */
export type ServedKind = { plural: string; namespaced: boolean };

/** Says how a kind is addressed that no CRD of the objects defines. */
export type LookUpKind = (apiVersion: string, kind: string) => Promise<ServedKind>;

/** The requests that write objects: namespaces first, then CRDs, since most of the others wait for them. */
export async function toWriteRequests(
  objects: readonly KubernetesObject[],
  lookUp: LookUpKind,
): Promise<WriteRequest[]> {
  const defined = new Map(objects.filter(isCrd).map((crd) => [kindKey(crd), crd]));
  const requests = objects
    .toSorted((a, b) => rank(a) - rank(b))
    .map(async (object) => {
      const { apiVersion, kind, metadata } = object;
      const crd = defined.get(`${groupOf(apiVersion)}/${kind}`);
      const { plural, namespaced } = crd ? definedKind(crd) : await lookUp(apiVersion, kind);
      const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const scope = namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
      return {
        path: `${root}${scope}/${plural}/${encodeURIComponent(metadata.name)}`,
        body: JSON.stringify(object),
        ...(isCrd(object) && { crd: metadata.name }),
        ...(crd && { after: crd.metadata.name }),
      };
    });
  return Promise.all(requests);
}

type Crd = KubernetesObject & {
  spec: { group: string; scope: string; names: { kind: string; plural: string } };
};

function isCrd(object: KubernetesObject): object is Crd {
  return object.kind === 'CustomResourceDefinition';
}

function kindKey({ spec }: Crd): string {
  return `${spec.group}/${spec.names.kind}`;
}

function definedKind({ spec }: Crd): ServedKind {
  return { plural: spec.names.plural, namespaced: spec.scope === 'Namespaced' };
}

function rank(object: KubernetesObject): number {
  return object.kind === 'Namespace' ? 0 : isCrd(object) ? 1 : 2;
}
