import type { KubernetesObject } from '../../../src/manifest/object.ts';

const GROUP = 'bench.example.com';

/** The part of each kind; what is left are ConfigMaps. */
const SHARES = { namespaces: 0.05, crds: 0.05, customResources: 0.25, deployments: 0.2 };

/**
 * Small objects as components have them, the same in every run: CRDs, their custom resources, namespaces,
 * ConfigMaps, Deployments.
 * @param count of all of them, at least 20
 */
export function generateObjects(count: number): KubernetesObject[] {
  const of = (share: number): number => Math.round(count * share);
  const [namespaces, crds] = [of(SHARES.namespaces), of(SHARES.crds)];
  const [customResources, deployments] = [of(SHARES.customResources), of(SHARES.deployments)];
  const configMaps = count - namespaces - crds - customResources - deployments;
  const inNamespace = (index: number): string => namespaceName(index % namespaces);
  return [
    ...times(namespaces, namespace),
    ...times(crds, crd),
    ...times(customResources, (index) => customResource(index, index % crds, inNamespace(index))),
    ...times(configMaps, (index) => configMap(index, inNamespace(index))),
    ...times(deployments, (index) => deployment(index, inNamespace(index))),
  ];
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function namespaceName(index: number): string {
  return `bench-${index}`;
}

function namespace(index: number): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespaceName(index), labels: { 'bench.example.com/part': 'namespaces' } },
  };
}

function crd(index: number): KubernetesObject {
  const [kind, plural] = [`Sample${index}`, `sample${index}s`];
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      names: { kind, plural, singular: `sample${index}`, listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              required: ['spec'],
              properties: { spec: SPEC_SCHEMA, status: STATUS_SCHEMA },
            },
          },
        },
      ],
    },
  };
}

const TEXT = { type: 'string', description: 'A text, of which a schema has many.', maxLength: 253 };

const SPEC_SCHEMA = {
  type: 'object',
  description: 'What is wanted.',
  required: ['host', 'port'],
  properties: {
    host: TEXT,
    path: { ...TEXT, default: '/' },
    port: { type: 'integer', minimum: 1, maximum: 65_535 },
    mode: { type: 'string', enum: ['Strict', 'Lenient', 'Off'], default: 'Strict' },
    labels: { type: 'object', additionalProperties: TEXT },
    backends: {
      type: 'array',
      maxItems: 16,
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: TEXT, weight: { type: 'integer', minimum: 0, default: 1 } },
      },
    },
  },
};

const STATUS_SCHEMA = {
  type: 'object',
  properties: {
    observedGeneration: { type: 'integer', format: 'int64' },
    phase: TEXT,
  },
};

function customResource(index: number, ofCrd: number, inNamespace: string): KubernetesObject {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: `Sample${ofCrd}`,
    metadata: { name: `sample-${index}`, namespace: inNamespace },
    spec: {
      host: `host-${index}.example.com`,
      port: 1024 + (index % 1000),
      labels: { part: 'custom-resources', index: String(index) },
      backends: [{ name: `backend-${index}`, weight: 3 }, { name: 'fallback' }],
    },
  };
}

function configMap(index: number, inNamespace: string): KubernetesObject {
  const lines = times(8, (line) => `setting-${line} = value ${line} of config map ${index}`);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `config-${index}`, namespace: inNamespace },
    data: { 'settings.conf': `${lines.join('\n')}\n`, level: 'info', enabled: 'true' },
  };
}

function deployment(index: number, inNamespace: string): KubernetesObject {
  const name = `worker-${index}`;
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'bench' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: inNamespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'worker',
              image: `registry.example.com/worker:${index}`,
              args: ['--listen=:8080', '--log-level=info'],
              env: [
                { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
                { name: 'INDEX', value: String(index) },
              ],
              ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
              readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
              resources: { requests: { cpu: '10m', memory: '32Mi' } },
              securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true },
            },
          ],
        },
      },
    },
  };
}
