import type { PatchOperation } from '../component/component-schema.ts';
import { podTemplates } from '../manifest/pod-templates.ts';
import type { PodTemplate } from '../manifest/pod-templates.ts';
import { displayObject } from '../manifest/display.ts';
import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import { containersOf, patchOf, pointer } from './suggestion.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/*
 * What the SecurityContextConstraint restricted-v2 refuses, which every pod has that is allowed no other:
 * https://docs.openshift.com/container-platform/latest/authentication/managing-security-context-constraints.html
 */

/** Its users are those of the namespace's range, which it sets itself: a fixed one is only in the way. */
export function fixedUsers({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object) =>
    podTemplates(object).flatMap((found) => {
      const operations = fixedIds(found).map((path): PatchOperation => ({
        op: 'remove',
        path: pointer(path),
      }));
      const because =
        'restricted-v2 gives each namespace its own user ids, and refuses fixed ones.';
      return operations.length === 0 ? [] : [patchOf(object, because, operations)];
    }),
  );
}

function fixedIds({ template, path }: PodTemplate): (string | number)[][] {
  const contexts = [
    { at: ['spec', 'securityContext'], fields: ['runAsUser', 'fsGroup'] },
    ...containersOf(template).map(({ list, index }) => ({
      at: ['spec', list, index, 'securityContext'],
      fields: ['runAsUser'],
    })),
  ];
  return contexts.flatMap(({ at, fields }) =>
    fields.flatMap((field) => {
      const id = valueAt(template, [...at, field]);
      // Root is meant to be root.
      return typeof id === 'number' && id !== 0 ? [[...path, ...at, field]] : [];
    }),
  );
}

type Need = { what: string; scc: 'anyuid' | 'hostnetwork-v2' | 'privileged' };

/** What only another SecurityContextConstraint allows. */
export function privileges({ objects }: Inspected): Suggestion[] {
  return objects.flatMap((object) =>
    podTemplates(object).flatMap(({ template }) => {
      const needs = [
        ...podNeeds(template),
        ...containersOf(template).flatMap(({ container }) => containerNeeds(container)),
      ];
      if (needs.length === 0) return [];
      const what = [...new Set(needs.map((need) => need.what))].join(', ');
      const sccs = new Set(needs.map(({ scc }) => scc));
      const [only = 'privileged'] = sccs;
      const account = textAt(template, ['spec', 'serviceAccountName']) || 'default';
      return [
        {
          section: 'note',
          because:
            `${displayObject(objectId(object))} has ${what}, which restricted-v2 refuses: patch it away, or write a RoleBinding ` +
            `of the ClusterRole system:openshift:scc:${sccs.size === 1 ? only : 'privileged'} to its ServiceAccount ${account}.`,
        },
      ];
    }),
  );
}

function podNeeds(template: PodTemplate['template']): Need[] {
  const spec = valueAt(template, ['spec']);
  const hostPaths = listAt(spec, ['volumes']).filter((volume) => valueAt(volume, ['hostPath']));
  return [
    ...(['hostPID', 'hostIPC'] as const).flatMap((what): Need[] =>
      valueAt(spec, [what]) === true ? [{ what, scc: 'privileged' }] : [],
    ),
    ...(valueAt(spec, ['hostNetwork']) === true
      ? [{ what: 'hostNetwork', scc: 'hostnetwork-v2' as const }]
      : []),
    ...(hostPaths.length > 0 ? [{ what: 'hostPath volumes', scc: 'privileged' as const }] : []),
    ...contextNeeds(valueAt(spec, ['securityContext'])),
  ];
}

function containerNeeds(container: unknown): Need[] {
  const context = valueAt(container, ['securityContext']);
  const added = listAt(context, ['capabilities', 'add']).filter(
    (each) => each !== 'NET_BIND_SERVICE',
  );
  const ports = listAt(container, ['ports']).filter(
    (port) => typeof valueAt(port, ['hostPort']) === 'number',
  );
  return [
    ...contextNeeds(context),
    ...(valueAt(context, ['privileged']) === true
      ? [{ what: 'privileged containers', scc: 'privileged' as const }]
      : []),
    ...(valueAt(context, ['allowPrivilegeEscalation']) === true
      ? [{ what: 'allowPrivilegeEscalation', scc: 'privileged' as const }]
      : []),
    ...(added.length > 0
      ? [{ what: `the capabilities ${added.join(', ')}`, scc: 'privileged' as const }]
      : []),
    ...(ports.length > 0
      ? [{ what: 'ports of the node (hostPort)', scc: 'hostnetwork-v2' as const }]
      : []),
  ];
}

function contextNeeds(context: unknown): Need[] {
  if (!isJsonObject(context)) return [];
  return [
    ...(context.runAsUser === 0 ? [{ what: 'the user root', scc: 'anyuid' as const }] : []),
    ...(textAt(context, ['seccompProfile', 'type']) === 'Unconfined'
      ? [{ what: 'no seccomp profile', scc: 'privileged' as const }]
      : []),
  ];
}
