import type { Files } from '../../../unit/support/temporary-directory.ts';
import {
  ACCOUNT,
  CRON_JOB,
  DEPLOYMENT,
  LAMP,
  binding,
  documents,
  map,
  workload,
} from './objects.ts';

/** Directories that are rendered natively, by what they show: the kustomization, and its other files. */
export type RenderedCase = [what: string, kustomization: string, files?: Files];

const one = (text: string): Files => ({ 'a.yaml': text });
const all = (kustomization: string): string => `resources: [a.yaml]\n${kustomization}`;
const KINDS = documents(
  DEPLOYMENT,
  workload(
    'StatefulSet',
    'store',
    '  volumeClaimTemplates: [{metadata: {name: data}, spec: {}}]\n',
  ),
  workload('DaemonSet', 'agent'),
  workload('ReplicaSet', 'set'),
  CRON_JOB,
  'apiVersion: batch/v1\nkind: Job\nmetadata: {name: job}\nspec: {template: {spec: {containers: []}}}\n',
  'apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{name: a, image: init}]}\n',
  'apiVersion: v1\nkind: ReplicationController\nmetadata: {name: rc}\nspec: {}\n',
  'apiVersion: v1\nkind: Service\nmetadata: {name: lamp}\nspec: {ports: [{port: 80}]}\n',
  'apiVersion: serving.example.com/v1\nkind: Service\nmetadata: {name: lamp}\n',
  'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: lamp}\nspec: {selector: {matchLabels: {app: lamp}}}\n',
  'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: none}\nspec: {selector: {}}\n',
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: lamp}\nspec: {podSelector: {matchLabels: {a: b}}, ingress: [{from: [{podSelector: {matchLabels: {c: d}}}, {namespaceSelector: {}}]}, {}]}\n',
  LAMP,
  map('settings'),
);
const SCOPES = documents(
  'apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n',
  map('settings', '  namespace: old\n'),
  map('none'),
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: keeper}\nrules: []\n',
  'apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: new}\nspec: {}\n',
  'apiVersion: flowcontrol.apiserver.k8s.io/v1\nkind: FlowSchema\nmetadata: {name: new}\nspec: {}\n',
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: lamps.example.com}\nspec: {conversion: {webhook: {clientConfig: {service: {name: a, namespace: old}}}}}\n',
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: bulbs.example.com}\nspec: {conversion: {strategy: None}}\n',
  'apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: v1.example.com}\nspec: {group: example.com}\n',
  'apiVersion: example.com/v1\nkind: Namespace\nmetadata: {name: another}\n',
  'apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: main}\n',
  LAMP,
);
const webhooks = (services: string[]): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: lamps}
webhooks: ${JSON.stringify(services.map((service, index) => ({ name: `w${index}`, clientConfig: { service: JSON.parse(service) as unknown } })))}
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: hook}\nspec: {}\n';
const patched = (patch: string, target = '', text = DEPLOYMENT): [string, Files] => [
  all(
    `patches:\n- patch: |\n${patch.replaceAll(/^/gm, '    ')}\n${target && `  target: ${target}\n`}`,
  ),
  one(text),
];
const toLamp = (spec: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: lamp}\nspec: ${spec}`;
const inPod = (spec: string): string => toLamp(`{template: {spec: ${spec}}}`);
const toCr = (spec: string): string =>
  `apiVersion: lamps.example.com/v1\nkind: Lamp\nmetadata: {name: main}\nspec: ${spec}`;

export const RENDERED: RenderedCase[] = [
  // Resources.
  ['files in order', 'resources: [b.yaml, a.yaml]', { 'a.yaml': map('a'), 'b.yaml': map('b') }],
  ['no resources', 'resources: []'],
  ['a namespace alone', 'namespace: a'],
  [
    'its own type',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []',
  ],
  [
    'metadata of its own',
    'metadata: {name: a, labels: {b: c}}\nresources: [a.yaml]',
    one(map('a')),
  ],
  ['a comment and a separator first', '# c\n---\nresources: [a.yaml]', one(map('a'))],
  [
    'null fields',
    'resources: [a.yaml]\nlabels: null\nnamespace:\ncomponents: null\nopenapi: null\nnamePrefix: ""',
    one(map('a')),
  ],
  ['empty lists', all('images: []\npatches: []\ncomponents: []\nreplicas: []'), one(map('a'))],
  ['bases', 'bases: [x]', { 'x/kustomization.yml': 'resources: [a.yaml]', 'x/a.yaml': map('a') }],
  ['several documents in a file', all(''), one(documents(map('a'), '', map('b')))],
  [
    'a List',
    all(''),
    one(
      `apiVersion: v1\nkind: List\nitems:\n- ${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })}\n`,
    ),
  ],
  [
    'a typed list',
    all(''),
    one(
      'apiVersion: v1\nkind: ConfigMapList\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]\n',
    ),
  ],
  ['an empty List', all(''), one('apiVersion: v1\nkind: List\nitems: []\n')],
  [
    'JSON',
    'resources: [a.json]',
    { 'a.json': '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"data":{}}' },
  ],
  ['an empty file', all(''), one('# nothing\n')],
  [
    'words that are text to kustomize',
    all(''),
    one(map('a', 'data: {a: yes, b: On, c: n, "d": "yes", on: off, yes: "1"}\n')),
  ],
  [
    'numbers',
    all(''),
    one(
      `${LAMP}  numbers: [014, 0x10, 1_000, 1e3, .5, 9223372036854775807, 18446744073709551615, -1, 1.50, 0o14, 0b11, 12:30]\n`,
    ),
  ],
  ['nulls', all(''), one(map('a', 'data: null\nother: {a: null, b: [null]}\n'))],
  [
    'empty and null annotations',
    all(''),
    one(
      documents(map('a', '  annotations: {}\n'), map('b', '  annotations: null\n  labels: {}\n')),
    ),
  ],
  [
    'local objects left out',
    all(''),
    one(
      documents(
        map('a', '  annotations: {config.kubernetes.io/local-config: "true"}\n'),
        map('b', '  annotations: {config.kubernetes.io/local-config: "false"}\n'),
      ),
    ),
  ],
  ['versions of one kind side by side', all(''), one(documents(LAMP, LAMP.replace('/v1', '/v2')))],
  ['one name in two namespaces', all(''), one(documents(map('a'), map('a', '  namespace: b\n')))],
  [
    'anchors and merge keys',
    all(''),
    one(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: &d {a: "1"}\nmore: {<<: *d, b: *d}\n',
    ),
  ],
  // Directories.
  [
    'a base beside it, changed by both',
    'resources: [../base]\nnamespace: two\nlabels: [{pairs: {a: "2"}}]',
    {
      '../base/kustomization.yaml': all('namespace: one\nlabels: [{pairs: {a: "1", b: "1"}}]'),
      '../base/a.yaml': DEPLOYMENT,
    },
  ],
  [
    'bases in bases',
    'resources: [x/]\ncommonAnnotations: {x: z}',
    {
      'x/kustomization.yaml': 'resources: [w]\nimages: [{name: init, newTag: "2"}]',
      'x/w/Kustomization': all('namespace: deep'),
      'x/w/a.yaml': DEPLOYMENT,
    },
  ],
  [
    'a base twice under two names of namespaces',
    'resources: [x, w]',
    {
      'x/kustomization.yaml': 'resources: [../z]\nnamespace: x',
      'w/kustomization.yaml': 'resources: [../z]\nnamespace: w',
      'z/kustomization.yaml': all(''),
      'z/a.yaml': documents(DEPLOYMENT, ACCOUNT),
    },
  ],
  // Namespace.
  ['a namespace, by scope', all('namespace: new'), one(SCOPES)],
  [
    'a namespace from an overlay',
    'resources: [x]\nnamespace: new',
    { 'x/kustomization.yaml': all('namespace: first'), 'x/a.yaml': SCOPES },
  ],
  [
    'the subject default',
    all('namespace: new'),
    one(
      documents(
        binding(
          'ClusterRoleBinding',
          '[{kind: ServiceAccount, name: default}, {kind: User, name: default}, {kind: User, name: a}]',
        ),
        binding('RoleBinding', '[{kind: ServiceAccount, name: default, namespace: x}]'),
      ),
    ),
  ],
  ['no subjects', all('namespace: new'), one(binding('ClusterRoleBinding', 'null'))],
  [
    'subjects of the set',
    all('namespace: new'),
    one(
      documents(
        ACCOUNT,
        binding(
          'ClusterRoleBinding',
          '[{kind: ServiceAccount, name: keeper}, {kind: ServiceAccount, name: keeper, namespace: default}, {kind: ServiceAccount, name: keeper, namespace: other}, {kind: ServiceAccount, name: keeper, namespace: new}, {kind: Group, name: keeper}, {kind: ServiceAccount, name: stranger}]',
        ),
        binding('RoleBinding', '[{kind: ServiceAccount, name: keeper, namespace: default}]'),
      ),
    ),
  ],
  [
    'a RoleBinding to elsewhere',
    'resources: [x, w]',
    {
      'x/kustomization.yaml': all('namespace: x'),
      'x/a.yaml': ACCOUNT,
      'w/kustomization.yaml': all('namespace: w'),
      'w/a.yaml': binding(
        'RoleBinding',
        '[{kind: ServiceAccount, name: keeper}, {kind: ServiceAccount, name: keeper, namespace: default}, {kind: ServiceAccount, name: keeper, namespace: x}]',
      ),
    },
  ],
  [
    'webhooks of services of the set',
    all('namespace: new'),
    one(
      documents(
        SERVICE,
        webhooks([
          '{"name":"hook","namespace":"default"}',
          '{"name":"hook"}',
          '{"name":"hook","namespace":"other"}',
          '{"name":"elsewhere","namespace":"default"}',
        ]),
      ),
    ),
  ],
  [
    'webhooks of services with a namespace',
    all('namespace: new'),
    one(
      documents(
        SERVICE.replace('hook}', 'hook, namespace: old}'),
        webhooks(['{"name":"hook","namespace":"old"}', '{"name":"hook","namespace":"default"}']),
      ),
    ),
  ],
  // Labels.
  ['labels', all('labels: [{pairs: {a: b, app: new}}]'), one(KINDS)],
  [
    'labels of selectors',
    all('labels: [{pairs: {a: b, app: new}, includeSelectors: true}]'),
    one(KINDS),
  ],
  [
    'labels of templates',
    all('labels: [{pairs: {a: b, app: new}, includeTemplates: true}]'),
    one(KINDS),
  ],
  [
    'labels of fields',
    all(
      'labels: [{pairs: {a: b}, fields: [{path: spec/deep/labels, kind: Lamp, create: true}, {path: spec/template/labels}, {path: "spec/deep/list[]/labels", create: true}]}]',
    ),
    one(KINDS),
  ],
  [
    'several entries of labels',
    all(
      'labels: [{pairs: {a: "1"}}, {pairs: {a: "2", b: "1"}, includeTemplates: true}]\ncommonLabels: {b: "2"}',
    ),
    one(KINDS),
  ],
  ['commonLabels', all('commonLabels: {a: b, app: new}'), one(KINDS)],
  [
    'labels in affinities',
    all('commonLabels: {a: b}'),
    one(
      workload(
        'Deployment',
        'lamp',
        '      affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {labelSelector: {matchLabels: {c: d}}}}, {podAffinityTerm: {labelSelector: {}}}]}}\n      topologySpreadConstraints: [{labelSelector: {matchLabels: {c: d}}}]\n',
      ),
    ),
  ],
  [
    'null labels',
    all('commonLabels: {a: b}'),
    one(
      documents(
        map('a', '  labels: null\n'),
        'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: null\n',
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {volumeClaimTemplates: null, template: null}\n',
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: lamp}\nspec: {selector: {matchLabels: null}}\n',
      ),
    ),
  ],
  ['commonAnnotations', all('commonAnnotations: {a: b, note: new}'), one(KINDS)],
  // Images.
  ['a new tag', all('images: [{name: quay.io/lamps/main, newTag: "2"}]'), one(KINDS)],
  [
    'a new name',
    all(
      'images: [{name: quay.io/lamps/main, newName: localhost:5000/m}, {name: init, newName: x/init}]',
    ),
    one(KINDS),
  ],
  [
    'a digest',
    all(
      'images: [{name: quay.io/lamps/side, digest: "sha256:abc"}, {name: quay.io/lamps/main, digest: "sha256:abc"}]',
    ),
    one(KINDS),
  ],
  ['a tag for a digest', all('images: [{name: quay.io/lamps/side, newTag: "2"}]'), one(KINDS)],
  [
    'a tag and a digest',
    all('images: [{name: quay.io/lamps/main, newTag: "2", digest: "sha256:abc"}]'),
    one(KINDS),
  ],
  [
    'images of images',
    all('images: [{name: init, newName: other}, {name: other, newTag: "3"}]'),
    one(KINDS),
  ],
  ['imageTags', all('imageTags: [{name: init, newTag: "3"}]'), one(KINDS)],
  [
    'an image with a port',
    all('images: [{name: "localhost:5000/a", newTag: "3"}, {name: a, newTag: "4"}]'),
    one(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{image: "localhost:5000/a"}, {image: "localhost:5000/a:1"}, {image: "a:1@sha256:abc"}, {image: a}, {image: ab}, {}]}\n',
    ),
  ],
  [
    'dots that match anything',
    all('images: [{name: a.b, newTag: "3"}]'),
    one(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{image: axb}, {image: a.b}]}\n',
    ),
  ],
  [
    'images in CRDs left alone',
    all('images: [{name: a, newTag: "3"}]'),
    one(
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a}\nspec: {containers: [{image: a}]}\n',
    ),
  ],
  [
    'null lists of containers',
    all('images: [{name: a, newTag: "3"}]'),
    one(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: null, initContainers: [null, {image: null}], volumes: null}\n',
    ),
  ],
  // JSON patches.
  [
    'JSON: add, replace, remove',
    ...patched(
      '- {op: add, path: /spec/replicas, value: 2}\n- {op: replace, path: /spec/template/spec/containers/0/image, value: "x:2"}\n- {op: remove, path: /spec/template/spec/volumes/1}\n- {op: add, path: /spec/template/spec/containers/0/args/-, value: --c}\n- {op: add, path: /spec/template/spec/containers/0/args/0, value: --first}',
      '{kind: Deployment, name: lamp}',
    ),
  ],
  [
    'JSON: test, copy, move',
    ...patched(
      '- {op: test, path: /spec/template/spec/containers/0/name, value: main}\n- {op: copy, from: /spec/template/spec/containers/0/image, path: /spec/template/spec/containers/1/image}\n- {op: move, from: /spec/template/spec/volumes/0, path: /spec/template/spec/volumes/1}',
      '{kind: Deployment}',
    ),
  ],
  [
    'JSON: in JSON',
    ...patched(
      '[{"op": "add", "path": "/data", "value": {"yes": "no", "n": 1.0}}]',
      '{kind: ConfigMap}',
      map('a'),
    ),
  ],
  [
    'JSON: words of kubectl',
    ...patched(
      '- {op: add, path: /spec/enabled, value: yes}\n- {op: add, path: /spec/other, value: null}',
      '{kind: Lamp}',
      LAMP,
    ),
  ],
  [
    'JSON: annotations that were not there',
    ...patched(
      '- {op: add, path: /metadata/annotations/a~1b, value: c}\n- {op: remove, path: /metadata/annotations/a~1b}',
      '{kind: ConfigMap}',
      map('a'),
    ),
  ],
  [
    'JSON: an annotation that was not there',
    ...patched(
      '- {op: add, path: /metadata/annotations/a~1b, value: c}',
      '{version: v1}',
      documents(map('a'), DEPLOYMENT),
    ),
  ],
  ['JSON: on nothing', ...patched('- {op: remove, path: /x}', '{kind: Nothing}')],
  [
    'JSON: and then a subject of what was patched',
    ...patched(
      '- {op: add, path: /automountServiceAccountToken, value: false}',
      '{kind: ServiceAccount}',
      documents(
        ACCOUNT.replace('keeper}', 'keeper, namespace: a}'),
        binding('ClusterRoleBinding', '[{kind: ServiceAccount, name: keeper}]'),
      ),
    ),
  ],
  [
    'JSON: patches in files',
    all('patches: [{path: p/patch.yaml, target: {name: lamp}}]'),
    {
      'a.yaml': DEPLOYMENT,
      'p/patch.yaml': '- op: remove\n  path: /spec/template/spec/tolerations\n',
    },
  ],
  [
    'JSON: patchesJson6902',
    all(
      'namespace: b\npatchesJson6902: [{path: p.json, target: {version: v1, kind: ConfigMap, name: a}}, {patch: "- {op: add, path: /metadata/annotations/x, value: z}", target: {name: a}}]',
    ),
    { 'a.yaml': map('a'), 'p.json': '[{"op":"add","path":"/data","value":{"a":"b"}}]' },
  ],
  [
    'JSON: replacing what is not there',
    ...patched('- {op: replace, path: /data, value: {a: b}}', '{kind: ConfigMap}', map('a')),
  ],
  // Targets.
  ...(
    [
      '{kind: Deploy.*}',
      '{kind: Deploy}',
      '{group: apps, version: v1}',
      '{group: ""}',
      '{name: lamp|store}',
      '{name: "la[mn]p", namespace: default}',
      '{namespace: _non_namespaceable_}',
      '{labelSelector: app=lamp}',
      '{labelSelector: "app in (lamp, store),!x"}',
      '{labelSelector: "app notin (lamp)"}',
      '{labelSelector: app!=lamp}',
      '{labelSelector: app}',
      '{annotationSelector: note=first}',
      '{kind: "(Daemon|Stateful)Set", name: ".*"}',
    ] as const
  ).map((target): RenderedCase => [
    `a patch for ${target}`,
    ...patched('- {op: add, path: /metadata/labels, value: {seen: "1"}}', target, KINDS),
  ]),
  [
    'a target by its first name and namespace',
    'resources: [x]\npatches: [{patch: "[{\\"op\\":\\"add\\",\\"path\\":\\"/data\\",\\"value\\":{}}]", target: {namespace: default}}]\nnamespace: b',
    { 'x/kustomization.yaml': all('namespace: x'), 'x/a.yaml': map('a') },
  ],
  // Strategic merge patches.
  [
    'merge: containers by name',
    ...patched(inPod('{containers: [{name: side, image: new}, {name: third, image: new}]}')),
  ],
  [
    'merge: env, ports, mounts',
    ...patched(
      inPod(
        '{containers: [{name: main, env: [{name: C, value: c}, {name: A, value: null}], ports: [{containerPort: 443, hostPort: 1}, {containerPort: 90}], volumeMounts: [{mountPath: /tmp, name: data}]}]}',
      ),
    ),
  ],
  [
    'merge: volumes, pull secrets',
    ...patched(
      inPod(
        '{imagePullSecrets: [{name: a}], volumes: [{name: tmp, configMap: {name: b}}, {name: data, emptyDir: null, hostPath: {path: /x}}]}',
      ),
    ),
  ],
  [
    'merge: lists that are replaced',
    ...patched(
      inPod(
        '{tolerations: [], containers: [{name: main, args: [--c], envFrom: [{secretRef: {name: x}}], securityContext: {capabilities: {drop: [ALL]}}}]}',
      ),
    ),
  ],
  [
    'merge: null removes',
    ...patched(
      toLamp(
        '{template: {spec: {tolerations: null, containers: [{name: main, resources: null, args: null}]}}, selector: null}',
      ),
    ),
  ],
  [
    'merge: null in what is new',
    ...patched(toLamp('{strategy: {rollingUpdate: null, type: Recreate}, other: {a: {b: null}}}')),
  ],
  [
    'merge: metadata',
    ...patched(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: lamp, labels: {app: null, a: b}, annotations: {c: d}}',
    ),
  ],
  [
    'merge: empty maps',
    ...patched(toLamp('{strategy: {}, template: {spec: {securityContext: {}, nodeSelector: {}}}}')),
  ],
  [
    'merge: on custom resources',
    ...patched(
      toCr('{deep: {list: [{name: b}], new: {a: [1]}}, enabled: false, ratio: null, size: "10"}'),
      '',
      LAMP,
    ),
  ],
  [
    'merge: with a target',
    ...patched(
      'kind: any\nmetadata: {name: any, labels: {a: b}}\nspec: {replicas: 2}',
      '{kind: Deployment|StatefulSet}',
      KINDS,
    ),
  ],
  [
    'merge: with a target that has no namespace of the patch',
    ...patched(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: y}\ndata: {on: off}',
      '{kind: ConfigMap}',
      documents(map('a'), map('b', '  namespace: c\n')),
    ),
  ],
  [
    'merge: several documents',
    ...patched(
      documents(
        `${inPod('{hostNetwork: true}')}\n`,
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}',
      ),
      '',
      KINDS,
    ),
  ],
  [
    'merge: on other kinds',
    ...patched(
      documents(
        'apiVersion: v1\nkind: Service\nmetadata: {name: lamp}\nspec: {type: NodePort, ports: [{port: 80, nodePort: 30000}, {port: 81}]}\n',
        'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: main, args: [a]}, {name: b}]}}}}}\n',
        'apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{name: a, image: b}]}',
      ),
      '',
      KINDS,
    ),
  ],
  [
    'merge: rules are replaced',
    ...patched(
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: keeper}\nrules: [{apiGroups: [""], resources: [a], verbs: [get]}]',
      '',
      SCOPES,
    ),
  ],
  [
    'merge: files and patchesStrategicMerge',
    all(
      'patchesStrategicMerge:\n- p.yaml\n- |\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: lamp}\n  spec: {replicas: 4}\npatches: [{path: q.yaml}]',
    ),
    {
      'a.yaml': DEPLOYMENT,
      'p.yaml': toLamp('{replicas: 2, paused: true}'),
      'q.yaml': inPod('{nodeName: a}'),
    },
  ],
  [
    'merge: by the first namespace',
    `resources: [x]\npatches: [{path: p.yaml}]`,
    {
      'p.yaml': map('a', 'data: {b: c}\n'),
      'x/kustomization.yaml': all('namespace: x'),
      'x/a.yaml': map('a'),
    },
  ],
  [
    'merge: protocols of ports',
    ...patched(
      inPod('{containers: [{name: main, ports: [{containerPort: 53, protocol: TCP, name: b}]}]}'),
      '',
      DEPLOYMENT.replace(
        '{containerPort: 80, name: http}',
        '{containerPort: 53, protocol: UDP}',
      ).replace('{containerPort: 443, name: https}', '{containerPort: 53, protocol: TCP}'),
    ),
  ],
  // Everything at once.
  [
    'everything at once',
    all(
      'namespace: new\ncommonLabels: {a: b}\nlabels: [{pairs: {c: d}, includeTemplates: true}]\ncommonAnnotations: {e: f}\nimages: [{name: init, newTag: "9"}]\npatches:\n- {target: {kind: Deployment}, patch: "[{\\"op\\": \\"add\\", \\"path\\": \\"/spec/replicas\\", \\"value\\": 3}]"}\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: settings}\n    data: {x: "1"}\n',
    ),
    one(KINDS),
  ],
];
