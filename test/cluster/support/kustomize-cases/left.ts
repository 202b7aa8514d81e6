import type { Files } from '../../../unit/support/temporary-directory.ts';
import { ACCOUNT, DEPLOYMENT, LAMP, binding, documents, map } from './objects.ts';

/** Directories that are left to the real kustomize, and what for. */
export type LeftCase = [features: string, kustomization: string, files?: Files];

const A = { 'a.yaml': map('a') };
const withA = (more: string): string => `resources: [a.yaml]\n${more}`;
const patch = (text: string, target = ''): string =>
  withA(
    `patches:\n- patch: |\n${text.replaceAll(/^/gm, '    ')}\n${target && `  target: ${target}`}`,
  );
const deployment = (spec: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: lamp}\nspec: ${spec}`;
const D = { 'a.yaml': DEPLOYMENT };

export const LEFT: LeftCase[] = [
  ['configMapGenerator', withA('configMapGenerator: [{name: b, literals: [c=d]}]'), A],
  ['secretGenerator', withA('secretGenerator: [{name: b, literals: [c=d]}]'), A],
  ['generatorOptions', withA('generatorOptions: {disableNameSuffixHash: true}'), A],
  ['namePrefix', withA('namePrefix: b-'), A],
  ['nameSuffix', withA('nameSuffix: -b'), A],
  ['replicas', withA('replicas: [{name: lamp, count: 2}]'), D],
  [
    'components',
    withA('components: [c]'),
    { ...A, 'c/kustomization.yaml': 'kind: Component\nnamespace: b' },
  ],
  ['kind: Component', 'kind: Component\nresources: [a.yaml]', A],
  [
    'replacements',
    withA(
      'replacements: [{source: {kind: ConfigMap, fieldPath: metadata.name}, targets: [{select: {kind: ConfigMap}, fieldPaths: [metadata.name]}]}]',
    ),
    A,
  ],
  ['vars', withA('vars: [{name: V, objref: {kind: ConfigMap, name: a, apiVersion: v1}}]'), A],
  ['buildMetadata', withA('buildMetadata: [originAnnotations]'), A],
  ['sortOptions', withA('sortOptions: {order: fifo}'), A],
  ['openapi', withA('openapi: {version: v1.21.2}'), A],
  ['crds', withA('crds: [c.json]'), { ...A, 'c.json': '{}' }],
  ['configurations', withA('configurations: [c.yaml]'), { ...A, 'c.yaml': 'nameReference: []' }],
  [
    'transformers',
    withA('transformers: [t.yaml]'),
    {
      ...A,
      't.yaml':
        'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: a, namespace: b}\n',
    },
  ],
  ['namePrefix, replicas', withA('namePrefix: b-\nreplicas: [{name: lamp, count: 2}]'), D],
  ['Namespace', withA('Namespace: b'), A],
  ['newname', withA('images: [{name: init, newname: b}]'), D],
  ['several documents in one kustomization', 'resources: [a.yaml]\n---\nnamespace: b', A],
  ['images[0].tagSuffix', withA('images: [{name: init, tagSuffix: -b}]'), D],
  ['images[1]', withA('images: [{name: a, newTag: b}, {name: "i.*", newTag: b}]'), D],
  [
    'labels[0]',
    withA(
      'labels: [{pairs: {a: b}, fields: [{path: "metadata/annotations/x\\\\/y", create: true}]}]',
    ),
    A,
  ],
  [
    'patches[0].options',
    withA('patches: [{path: p.yaml, target: {name: a}, options: {allowNameChange: true}}]'),
    { ...A, 'p.yaml': map('b') },
  ],
  ['patches[0]', patch(deployment('{strategy: {$patch: replace, type: Recreate}}')), D],
  [
    'patches[0]',
    patch(deployment('{template: {spec: {volumes: [{$patch: delete, name: tmp}]}}}')),
    D,
  ],
  [
    'patches[0]',
    patch(
      deployment(
        '{template: {spec: {$setElementOrder/containers: [{name: side}], containers: [{name: side}]}}}',
      ),
    ),
    D,
  ],
  [
    'patches[0]',
    patch(deployment('{replicas: 1}')),
    { 'a.yaml': DEPLOYMENT.replace('resources: {}', 'resources:') },
  ],
  [
    'patches[0]',
    patch(
      deployment(
        '{template: {spec: {containers: [{name: main, ports: [{containerPort: 80, protocol: TCP}]}]}}}',
      ),
    ),
    D,
  ],
  [
    'patches[0]',
    patch('kind: any\nmetadata: {name: any, annotations: {note: null}}', '{kind: Lamp}'),
    { 'a.yaml': LAMP },
  ],
  [
    'patches[0]',
    patch('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {n: 1}}'),
    A,
  ],
  [
    'patches[0]',
    patch(
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {metrics: []}',
    ),
    {
      'a.yaml':
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {}\n',
    },
  ],
  [
    'patches[0]',
    patch('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, finalizers: [b]}'),
    { 'a.yaml': map('a', '  finalizers: [a]\n') },
  ],
  [
    'patches[0]',
    patch('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}'),
    { 'a.yaml': `# {"type": "object"}\n${map('a')}` },
  ],
  ['patches[0]', patch('- {op: replace, path: /metadata/name, value: b}', '{kind: ConfigMap}'), A],
  [
    'patches[0]',
    patch('- {op: add, path: /metadata/annotations/b, value: 1}', '{kind: ConfigMap}'),
    A,
  ],
  [
    'patches[0]',
    patch('- {op: remove, path: /spec/template/spec/volumes/-1}', '{kind: Deployment}'),
    D,
  ],
  [
    'patches[0]',
    patch('- {op: test, path: /spec/size, value: 10}', '{kind: Lamp}'),
    { 'a.yaml': LAMP },
  ],
  [
    'patches[0]',
    patch('- {op: add, path: /spec/a, value: 10}', '{kind: Lamp}'),
    { 'a.yaml': `${LAMP}  max: 9223372036854775807\n` },
  ],
  ['patches[0]', patch('- {op: add, path: /data, value: {}}', '{labelSelector: "a>1"}'), A],
  ['patches[0]', patch('- {op: add, path: /data, value: {}}', String.raw`{name: "\\QA\\E|a"}`), A],
  ['patches[0]', patch('- {op: copy, from: /data, path: /other}', '{kind: ConfigMap}'), A],
  [
    'the annotation config.kubernetes.io/path',
    withA(''),
    { 'a.yaml': map('a', '  annotations: {config.kubernetes.io/path: x}\n') },
  ],
  [
    'references that are not clear',
    'resources: [x, z, a.yaml]',
    {
      'a.yaml': binding('ClusterRoleBinding', '[{kind: ServiceAccount, name: keeper}]'),
      'x/kustomization.yaml': 'namespace: x\nresources: [a.yaml]',
      'x/a.yaml': ACCOUNT,
      'z/kustomization.yaml': 'namespace: z\nresources: [a.yaml]',
      'z/a.yaml': ACCOUNT,
    },
  ],
  [
    'images[0]',
    withA('images: [{name: a, newTag: b}]'),
    {
      'a.yaml': documents(
        map('a'),
        'apiVersion: example.com/v1\nkind: Lamp\nmetadata: {name: a}\nspec: on the wall\n',
      ),
    },
  ],
  [
    'folded text of several lines (line 5)',
    withA(''),
    {
      'a.yaml': map('a', 'data:\n  b: >\n    c\n\n    d\n').replace(
        'metadata:\n  name: a',
        'metadata: {name: a}',
      ),
    },
  ],
  ['a time without quotes (line 5)', withA(''), { 'a.yaml': map('a', 'data: {b: 2020-01-01}\n') }],
  [
    'the tag of a value (line 5)',
    withA(''),
    { 'a.yaml': map('a', 'data: {b: !!str c, d: !!int 5}\n') },
  ],
  [
    'a missing value between brackets (line 5)',
    withA(''),
    { 'a.yaml': map('a', 'data: {b, c: }\n') },
  ],
  [
    'labels[0]',
    'resources: [x]\nlabels: [{pairs: {app: b}}]',
    {
      'x/kustomization.yaml': withA('commonLabels: {app: a}'),
      'x/a.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
    },
  ],
  ['remote resources', 'resources: ["https://127.0.0.1:1/a.yaml"]'],
  ['remote resources', 'resources: ["git@127.0.0.1:1/a.git"]'],
];
