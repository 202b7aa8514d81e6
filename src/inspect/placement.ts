import { definedKinds, kindInfo } from '../manifest/crd.ts';
import { listAt, textAt } from '../manifest/json.ts';
import { compareText, objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/** Namespaces that are there without a component. */
const SYSTEM = /^(?:default$|kube-|openshift(?:-|$))/;

/** Where plain manifests live. */
export type Placement = {
  /** The namespace that most of them are in, or are written for; undefined where none is in any. */
  namespace: string | undefined;
  /** Whether some leave open where they live, so that the component has to say it. */
  isOpen: boolean;
};

/**
 * The namespace of some manifests: the one that most of them name.
 * @param otherwise where they go that leave it open, if no other says one
 */
export function placementOf(objects: readonly KubernetesObject[], otherwise: string): Placement {
  const kinds = definedKinds(objects);
  const namespaces = objects
    .filter((object) => kindInfo(objectId(object), kinds)?.namespaced === true)
    .map(({ metadata }) => metadata.namespace ?? '');
  const named = [...namespaces, ...accountNamespaces(objects)].filter(
    (each) => each !== '' && !SYSTEM.test(each),
  );
  const [first] = [...Map.groupBy(named, (each) => each)].toSorted(
    ([a, ofA], [b, ofB]) => ofB.length - ofA.length || compareText(a, b),
  );
  const isOpen = namespaces.includes('');
  return { namespace: first?.[0] ?? (isOpen ? otherwise : undefined), isOpen };
}

/** Where bindings expect the ServiceAccounts of the set: what leaves its namespace open is written for that one. */
function accountNamespaces(objects: readonly KubernetesObject[]): string[] {
  const accounts = new Set(
    objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name),
  );
  return objects
    .filter(({ kind }) => kind === 'RoleBinding' || kind === 'ClusterRoleBinding')
    .flatMap((binding) => listAt(binding, ['subjects']))
    .filter((subject) => accounts.has(textAt(subject, ['name'])))
    .map((subject) => textAt(subject, ['namespace']));
}

/** Whether a component has to bring a namespace, since neither its source nor MicroShift has it. */
export function lacksNamespace(objects: readonly KubernetesObject[], namespace: string): boolean {
  return (
    !SYSTEM.test(namespace) &&
    !objects.some(
      ({ apiVersion, kind, metadata }) =>
        apiVersion === 'v1' && kind === 'Namespace' && metadata.name === namespace,
    )
  );
}
