import { finding } from '../../findings.ts';
import type { Finding } from '../../findings.ts';
import { textAt } from '../../manifest/json.ts';
import { objectId } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { hasRole, hasNamespace } from '../cluster-facts.ts';
import { indexObjects } from '../object-index.ts';
import type { ObjectIndex } from '../object-index.ts';
import { listAt } from '../pods.ts';
import { subjectOf } from '../verified-release.ts';
import { placeOf } from '../../manifest/place.ts';
import type { Check } from '../verified-release.ts';

const RBAC = 'rbac.authorization.k8s.io';
const BINDINGS = new Set(['RoleBinding', 'ClusterRoleBinding']);

/** Bindings give roles that exist to ServiceAccounts that exist. */
export const checkRoleBindings: Check = ({ objects }) => {
  const index = indexObjects(objects);
  return objects
    .filter(({ object }) => {
      const { group, kind } = objectId(object);
      return group === RBAC && BINDINGS.has(kind);
    })
    .flatMap((binding) => [...roleFindings(binding, index), ...subjectFindings(binding, index)]);
};

function roleFindings(binding: ManifestObject, index: ObjectIndex): Finding[] {
  const kind = textAt(binding.object, ['roleRef', 'kind']);
  const name = textAt(binding.object, ['roleRef', 'name']);
  const namespace = kind === 'Role' ? (binding.object.metadata.namespace ?? '') : '';
  if (index.has({ group: RBAC, kind, namespace, name })) return [];
  if (hasRole(namespace, name)) return [];
  return [
    finding('note', subjectOf(binding, ['roleRef']), {
      code: 'role-elsewhere',
      message: `nothing in the release makes the ${kind} ${name}, so the binding gives no permission until something does`,
      hint: 'add the role, or correct its name',
      at: placeOf(binding, ['roleRef']),
    }),
  ];
}

function subjectFindings(binding: ManifestObject, index: ObjectIndex): Finding[] {
  return listAt(binding.object, ['subjects']).flatMap((subject, position): Finding[] => {
    if (subject.kind !== 'ServiceAccount') return [];
    const path = ['subjects', position];
    const [namespace, name] = [textAt(subject, ['namespace']), textAt(subject, ['name'])];
    if (namespace === '') {
      return [
        finding('error', subjectOf(binding, path), {
          code: 'subject-namespace',
          message: `the ServiceAccount ${name} has no namespace, which the API server refuses`,
          hint: 'name its namespace',
          at: placeOf(binding, path),
        }),
      ];
    }
    // What a namespace of the device holds is not known here; every namespace has a default.
    if (name === 'default' || hasNamespace(namespace)) return [];
    if (index.has({ group: '', kind: 'ServiceAccount', namespace, name })) return [];
    return [
      finding('note', subjectOf(binding, path), {
        code: 'subject-elsewhere',
        message: `nothing in the release makes the ServiceAccount ${namespace}/${name} that the binding is for`,
        hint: 'correct its name and namespace, unless something else makes it',
        at: placeOf(binding, path),
      }),
    ];
  });
}
