import { isJsonObject } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { UnexpectedShape, fieldSpec, isSelected, valueOf, visitFields } from './field-spec.ts';
import type { FieldSpec } from './field-spec.ts';
import { NO_NAMESPACE, currentId, originalId } from './resource.ts';
import type { Resource, ResourceId } from './resource.ts';

/**
 * Fields that name an object together with its namespace: what api/filters/nameref of kustomize may change
 * although no name changes. Of api/internal/konfig/builtinpluginconsts/namereference.go.
 */
const REFERENCES: readonly { kind: string; fields: readonly FieldSpec[] }[] = [
  {
    kind: 'Service',
    fields: ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map((kind) =>
      fieldSpec('webhooks/clientConfig/service', { group: 'admissionregistration.k8s.io', kind }),
    ),
  },
  {
    kind: 'ServiceAccount',
    fields: ['RoleBinding', 'ClusterRoleBinding'].map((kind) =>
      fieldSpec('subjects', { group: 'rbac.authorization.k8s.io', kind }),
    ),
  },
  { kind: 'ConfigMap', fields: [fieldSpec('spec/configSource/configMap', { kind: 'Node' })] },
];

/** Corrects the namespaces of references to objects that were changed, once everything has its name. */
export function correctReferences(resources: readonly Resource[]): void {
  const changed = resources.filter(({ previous }) => previous.length > 0);
  if (changed.length === 0) return;
  for (const { kind, fields } of REFERENCES) {
    for (const field of fields) {
      for (const referrer of resources) {
        if (!isSelected(referrer.object, field)) continue;
        const candidates = candidatesFor(referrer, resources);
        visitFields(referrer.object, field, undefined, (container, key) => {
          const value = valueOf(container, key);
          for (const reference of Array.isArray(value) ? value : [value]) {
            if (reference === null || typeof reference === 'string') continue;
            if (!isJsonObject(reference)) throw new UnexpectedShape(field.path);
            correct(reference, referrer, kind, candidates);
          }
        });
      }
    }
  }
}

function correct(
  reference: JsonObject,
  referrer: Resource,
  kind: string,
  candidates: readonly Resource[],
): void {
  const { name, namespace } = reference;
  if (typeof name !== 'string') throw new UnexpectedShape('name');
  const found = inNamespace(candidates, namespace)
    .filter(({ previous }) => previous.some((id) => id.name === name))
    .filter(({ previous }) => previous.some((id) => id.kind === kind && id.version === 'v1'))
    .filter((each) => mayRefer(currentId(referrer.object), each));
  const [first] = found;
  if (first === undefined) return;
  const target = first.object.metadata.namespace ?? '';
  if (found.some(({ object }) => (object.metadata.namespace ?? '') !== target)) {
    throw new UnexpectedShape('several candidates');
  }
  if (target !== '') reference.namespace = target;
}

/** Those that had the namespace at first; where there are none, those that have it now. */
function inNamespace(candidates: readonly Resource[], namespace: unknown): readonly Resource[] {
  if (namespace === undefined) return candidates;
  if (typeof namespace !== 'string') throw new UnexpectedShape('namespace');
  if (namespace === NO_NAMESPACE) return [];
  const before = candidates.filter((each) => originalId(each).namespace === namespace);
  return before.length > 0
    ? before
    : candidates.filter(({ object }) => currentId(object).namespace === namespace);
}

function mayRefer(from: ResourceId, { object }: Resource): boolean {
  const { namespace } = currentId(object);
  const isAnywhere = from.namespace === NO_NAMESPACE || namespace === NO_NAMESPACE;
  return isAnywhere || object.kind === 'ServiceAccount' || namespace === from.namespace;
}

/** From a namespace: what is in it or in none, and what is where the subjects of a RoleBinding are. */
function candidatesFor({ object }: Resource, resources: readonly Resource[]): Resource[] {
  const { namespace } = currentId(object);
  if (namespace === NO_NAMESPACE) return [...resources];
  const others = new Set(object.kind === 'RoleBinding' ? subjectNamespaces(object) : []);
  return resources.filter((each) => {
    const own = currentId(each.object).namespace;
    return (
      own === NO_NAMESPACE || own === namespace || others.has(each.object.metadata.namespace ?? '')
    );
  });
}

function subjectNamespaces({ subjects }: JsonObject): string[] {
  return (Array.isArray(subjects) ? subjects : []).flatMap((subject) => {
    const isAccount = isJsonObject(subject) && subject.kind === 'ServiceAccount';
    return isAccount && typeof subject.namespace === 'string' ? [subject.namespace] : [];
  });
}
