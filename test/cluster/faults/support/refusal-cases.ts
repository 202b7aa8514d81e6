import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kubectl, untilServed } from '../../support/kubectl.ts';
import type { Cluster } from '../../support/kubectl.ts';
import { configMap, deployment, namespace, widget, widgetCrd } from '../../support/trees.ts';

/** Something that the API server refuses for good. */
export type RefusalCase = {
  /** What there is before. */
  prepare?: (inNamespace: string, directory: string) => Promise<unknown>;
  tree: (inNamespace: string) => object[];
  /** The object that is refused, as `Kind name`. */
  refused: string;
  reason: RegExp;
  hint: RegExp;
  skipped?: string[];
  /** A file in the case's directory. */
  kubeconfig?: string;
  /** Why the oldest supported API server does not refuse it. */
  notOnOldest?: string;
};

/** By name; each has `refuse-<name>` for its namespace and group. */
export function refusalCases(plane: Cluster): Record<string, RefusalCase> {
  const run = (args: string[], input?: object) => kubectl(plane, args, input);
  const create = (object: object) => run(['create', '-f', '-'], object);
  const held = (object: object): object => ({
    ...object,
    metadata: { ...(object as { metadata: object }).metadata, finalizers: ['example.com/hold'] },
  });
  const establish = async (group: string): Promise<void> => {
    await create(widgetCrd(group));
    await untilServed(plane, `widgets.${group}`);
  };
  /** A CRD that is being deleted, and cannot be, since an object of it is held. */
  const terminateCrd = async (inNamespace: string): Promise<void> => {
    const group = `${inNamespace}.example.com`;
    await create(namespace(inNamespace));
    await establish(group);
    await create(held(widget(group, inNamespace, 'held', { size: 1 })));
    await run(['delete', 'crd', `widgets.${group}`, '--wait=false']);
    await run(['wait', '--for=condition=Terminating', `crd/widgets.${group}`]);
  };

  /** A new policy is in force after a moment. */
  const untilDenied = async (object: object): Promise<void> => {
    const isDenied = await run(['create', '--dry-run=server', '-f', '-'], object).then(
      () => false,
      () => true,
    );
    if (isDenied) return;
    await delay(100);
    await untilDenied(object);
  };

  return {
    'crd-names': {
      prepare: (name) => establish(`${name}.example.com`),
      tree: (name) => [
        // The kind Widget of this group is taken by the CRD widgets.
        widgetCrd(`${name}.example.com`, { singular: 'gadget' }),
        widget(`${name}.example.com`, 'default', 'w', { size: 1 }),
      ],
      refused: 'CustomResourceDefinition gadgets.refuse-crd-names.example.com',
      reason: /names are not accepted: "Widget(List)?" is already in use/,
      hint: /another CRD of the same group has them/,
      skipped: ['Widget w'],
    },
    'crd-terminating': {
      prepare: terminateCrd,
      tree: (name) => [
        widgetCrd(`${name}.example.com`),
        widget(`${name}.example.com`, name, 'w', { size: 1 }),
      ],
      refused: 'CustomResourceDefinition widgets.refuse-crd-terminating.example.com',
      reason: /it is being deleted/,
      hint: /finalizers/,
      skipped: ['Widget w'],
    },
    'object-of-terminating-crd': {
      notOnOldest: 'Kubernetes 1.31 refuses to create such an object, but not to apply it',
      prepare: terminateCrd,
      tree: (name) => [widget(`${name}.example.com`, name, 'w', { size: 1 })],
      refused: 'Widget w',
      reason: /403 Forbidden.*custom resource definition is terminating/,
      hint: /the CRD of its kind is being deleted/,
    },
    'namespace-missing': {
      tree: (name) => [configMap(name, 'a')],
      refused: 'ConfigMap a',
      reason: /404 NotFound.*namespaces "refuse-namespace-missing" not found/,
      hint: /create the namespace refuse-namespace-missing/,
    },
    'own-namespace-terminating': {
      prepare: async (name) => {
        await create(namespace(name));
        await create(held(configMap(name, 'held')));
        await run(['delete', 'namespace', name, '--wait=false']);
      },
      tree: (name) => [namespace(name), configMap(name, 'a')],
      refused: 'Namespace refuse-own-namespace-terminating',
      reason: /is being deleted: it takes nothing new/,
      hint: /see what holds that up/,
      skipped: ['ConfigMap a'],
    },
    'namespace-terminating': {
      prepare: async (name) => {
        await create(namespace(name));
        await create(held(configMap(name, 'held')));
        await run(['delete', 'namespace', name, '--wait=false']);
      },
      tree: (name) => [configMap(name, 'a')],
      refused: 'ConfigMap a',
      reason: /403 Forbidden.*being terminated/,
      hint: /the namespace refuse-namespace-terminating is being deleted/,
    },
    immutable: {
      prepare: async (name) => {
        await create(namespace(name));
        await create(deployment(name, 'a'));
      },
      tree: (name) => {
        const changed = structuredClone(deployment(name, 'a')) as any;
        changed.spec.selector.matchLabels = { app: 'b' };
        changed.spec.template.metadata.labels = { app: 'b' };
        return [changed];
      },
      refused: 'Deployment a',
      reason: /422 Invalid.*field is immutable/,
      hint: /cannot be changed: keep its value.*or delete the object yourself/,
    },
    'immutable-config-map': {
      prepare: async (name) => {
        await create(namespace(name));
        await create({ ...configMap(name, 'a'), immutable: true });
      },
      tree: (name) => [configMap(name, 'a', { a: 'other' })],
      refused: 'ConfigMap a',
      reason: /422 Invalid.*field is immutable when/,
      hint: /cannot be changed/,
    },
    quota: {
      prepare: async (name) => {
        await create(namespace(name));
        await run(['-n', name, 'create', 'quota', 'small', '--hard=configmaps=1']);
        // Until the quota has counted, it says that its status is unknown.
        const counted = '--for=jsonpath={.status.hard.configmaps}=1';
        await run(['-n', name, 'wait', counted, 'quota/small']);
        // The controllers put a ConfigMap of their own there, which fills it.
        await run(['-n', name, 'wait', '--for=create', 'configmap/kube-root-ca.crt']);
        const full = '--for=jsonpath={.status.used.configmaps}=1';
        await run(['-n', name, 'wait', full, 'quota/small']);
      },
      tree: (name) => [configMap(name, 'a')],
      refused: 'ConfigMap a',
      reason: /403 Forbidden.*exceeded quota: small/,
      hint: /the ResourceQuota small of the namespace refuse-quota leaves no room/,
    },
    rights: {
      prepare: async (name, directory) => {
        const binding = ['--clusterrole=refuse-rights', `--serviceaccount=${name}:weak`];
        await create(namespace(name));
        await run(['-n', name, 'create', 'serviceaccount', 'weak']);
        const rules = [
          { apiGroups: [''], resources: ['configmaps', 'namespaces'], verbs: ['*'] },
          { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
        ];
        await create({
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name: 'refuse-rights' },
          rules,
        });
        await run(['create', 'clusterrolebinding', 'refuse-rights', ...binding]);
        const token = await run(['-n', name, 'create', 'token', 'weak']);
        const text = await readFile(plane.kubeconfig, 'utf8');
        const user = text.indexOf('    client-certificate-data');
        await writeFile(
          path.join(directory, 'kubeconfig'),
          `${text.slice(0, user)}    token: ${token}\n`,
        );
      },
      tree: (name) => [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'a', namespace: name },
          stringData: { a: 'b' },
        },
      ],
      refused: 'Secret a',
      reason: /403 Forbidden.*User "system:serviceaccount:refuse-rights:weak" cannot patch/,
      hint: /user system:serviceaccount:refuse-rights:weak of the kubeconfig lacks rights/,
      kubeconfig: 'kubeconfig',
    },
    policy: {
      prepare: async (name) => {
        await create(namespace(name));
        const api = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
        const rule = { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] };
        await create({
          ...api,
          kind: 'ValidatingAdmissionPolicy',
          spec: {
            matchConstraints: { resourceRules: [{ ...rule, operations: ['CREATE'] }] },
            validations: [{ expression: "object.metadata.name != 'a'", message: 'no a here' }],
          },
        });
        const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': name } };
        await create({
          ...api,
          kind: 'ValidatingAdmissionPolicyBinding',
          spec: {
            policyName: name,
            validationActions: ['Deny'],
            matchResources: { namespaceSelector },
          },
        });
        await untilDenied(configMap(name, 'a'));
      },
      tree: (name) => [configMap(name, 'a')],
      refused: 'ConfigMap a',
      reason: /422 Invalid.*no a here/,
      hint: /the admission policy refuse-policy denies it.*it is never forced/,
    },
    'too-large': {
      tree: () => [configMap('default', 'refuse-too-large', { a: 'x'.repeat(4_000_000) })],
      refused: 'ConfigMap refuse-too-large',
      reason: /413 RequestEntityTooLarge/,
      hint: /larger than the API server takes/,
    },
  };
}
