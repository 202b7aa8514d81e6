import { isJsonObject } from '../../manifest/json.ts';
import type { Json } from '../../manifest/json.ts';
import type { Container } from '../../manifest/json-patch.ts';
import type { KubernetesObject } from '../../manifest/object.ts';
import { UnexpectedShape, fieldSpec, valueOf, visitFields } from '../field-spec.ts';
import { NO_NAMESPACE, currentId } from '../resource.ts';
import type { Resource } from '../resource.ts';

/** Fields besides `metadata.namespace`: api/internal/konfig/builtinpluginconsts/namespace.go. */
const FIELDS = [
  fieldSpec('metadata/name', { version: 'v1', kind: 'Namespace', create: true }),
  fieldSpec('spec/service/namespace', {
    group: 'apiregistration.k8s.io',
    kind: 'APIService',
    create: true,
  }),
  fieldSpec('spec/conversion/webhook/clientConfig/service/namespace', {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
  }),
];
const METADATA = fieldSpec('metadata/namespace', { create: true });

/**
 * Puts everything that has a namespace into one: api/filters/namespace of kustomize. References to what
 * moved are corrected at the very end, see name-references.ts.
 */
export function setNamespace(resources: readonly Resource[], namespace: string): void {
  for (const { object, previous } of resources) {
    const id = currentId(object);
    previous.push(id);
    const set = (container: Container, key: string | number): void => {
      if (typeof valueOf(container, key) === 'object' && valueOf(container, key) !== null) {
        throw new UnexpectedShape('namespace');
      }
      (container as Record<string | number, Json>)[key] = namespace;
    };
    if (id.namespace !== NO_NAMESPACE) visitFields(object, METADATA, 'text', set);
    if (/^(?:Cluster)?RoleBinding$/.test(object.kind)) setDefaultSubjects(object, namespace);
    for (const field of FIELDS) {
      const isOtherNamespace = field.kind === 'Namespace' && object.apiVersion !== 'v1';
      if (!isOtherNamespace) visitFields(object, field, 'text', set);
    }
  }
}

/** Subjects called `default` are taken for the service account that every namespace has. */
function setDefaultSubjects({ subjects }: KubernetesObject, namespace: string): void {
  if (subjects === undefined || subjects === null) return;
  if (!Array.isArray(subjects)) throw new UnexpectedShape('subjects');
  for (const subject of subjects) {
    if (!isJsonObject(subject)) throw new UnexpectedShape('subjects');
    if (subject.name === 'default') subject.namespace = namespace;
  }
}
