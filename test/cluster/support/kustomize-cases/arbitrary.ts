import * as fc from 'fast-check';
import type { Files } from '../../../unit/support/temporary-directory.ts';

/*
 * Small random kustomizations of the subset that is rendered natively. Names are few, so that objects,
 * patches, targets, references and images meet.
 */

const name = fc.constantFrom('lamp', 'store', 'keeper');
const namespace = fc.constantFrom('default', 'one', 'two');
const label = fc.constantFrom('app', 'tier', 'example.com/part');
const value = fc.constantFrom('a', 'lamp', 'yes', '1');
const pairs = fc.dictionary(label, value, { maxKeys: 2 });
const image = fc.constantFrom(
  'quay.io/lamps/main',
  'quay.io/lamps/main:1',
  'main',
  'main:2',
  'localhost:5000/main:3@sha256:abc',
  'main@sha256:def',
);

/** A record of those of the fields that chance leaves. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record(fields, { requiredKeys: [] });
const uniqueBy = (key: string, item: fc.Arbitrary<object>, maxLength = 3): fc.Arbitrary<object[]> =>
  fc.uniqueArray(item, {
    selector: (each) => (each as Record<string, unknown>)[key],
    maxLength,
  });

const container = fc
  .tuple(
    fc.constantFrom('main', 'side'),
    some({
      image,
      args: fc.array(value, { maxLength: 2 }),
      env: uniqueBy('name', fc.record({ name: fc.constantFrom('A', 'B', 'C'), value })),
      ports: uniqueBy('containerPort', fc.record({ containerPort: fc.constantFrom(80, 443, 53) })),
      volumeMounts: uniqueBy(
        'mountPath',
        fc.record({ name: value, mountPath: fc.constantFrom('/a', '/b') }),
      ),
      resources: some({ limits: some({ cpu: fc.constantFrom('1', '2') }) }),
    }),
  )
  .map(([called, rest]) => ({ name: called, ...rest }));
const podSpec = some({
  containers: uniqueBy('name', container),
  initContainers: uniqueBy('name', container),
  serviceAccountName: name,
  volumes: uniqueBy(
    'name',
    fc.oneof(
      fc.record({ name: value, emptyDir: fc.constant({}) }),
      fc.record({ name: value, configMap: fc.record({ name }) }),
    ),
  ),
  tolerations: fc.array(some({ key: value }), { maxLength: 2 }),
});
const template = some({ metadata: some({ labels: pairs, annotations: pairs }), spec: podSpec });
const metadata = fc
  .tuple(name, some({ namespace, labels: pairs, annotations: pairs }))
  .map(([called, rest]) => ({ name: called, ...rest }));

const kinds: Record<string, Record<string, fc.Arbitrary<unknown>>> = {
  'v1/ConfigMap': { data: fc.dictionary(value, value, { maxKeys: 2 }) },
  'v1/ServiceAccount': {},
  'v1/Namespace': {},
  'v1/Service': {
    spec: some({
      selector: pairs,
      ports: uniqueBy('port', fc.record({ port: fc.constantFrom(80, 81) })),
    }),
  },
  'v1/Pod': { spec: podSpec },
  'apps/v1/Deployment': {
    spec: some({ replicas: fc.nat(3), selector: some({ matchLabels: pairs }), template }),
  },
  'apps/v1/StatefulSet': {
    spec: some({
      template,
      volumeClaimTemplates: fc.array(fc.record({ metadata: some({ labels: pairs }) }), {
        maxLength: 2,
      }),
    }),
  },
  'batch/v1/CronJob': { spec: some({ jobTemplate: some({ spec: some({ template }) }) }) },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': {
    subjects: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constantFrom('ServiceAccount', 'User'), name }),
        fc.record({ kind: fc.constant('ServiceAccount'), name, namespace }),
        fc.record({ kind: fc.constant('ServiceAccount'), name: fc.constant('default') }),
      ),
      { maxLength: 3 },
    ),
  },
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': {
    webhooks: uniqueBy(
      'name',
      fc.record({
        name: value,
        clientConfig: some({ service: fc.record({ name, namespace }) }),
      }),
    ),
  },
  'lamps.example.com/v1/Lamp': {
    spec: some({
      image,
      template,
      parts: fc.array(some({ name: value, containers: uniqueBy('name', container) }), {
        maxLength: 2,
      }),
      on: fc.boolean(),
      size: fc.oneof(fc.integer(), fc.constantFrom(0.5, 1e21)),
    }),
  },
};

const ofKind = (kind: string): [apiVersion: string, kind: string] => {
  const slash = kind.lastIndexOf('/');
  return [kind.slice(0, slash), kind.slice(slash + 1)];
};
const kindName = fc.constantFrom(...Object.keys(kinds));
const object = kindName.chain((kind) => {
  const [apiVersion, short] = ofKind(kind);
  return fc
    .tuple(metadata, some(kinds[kind] ?? {}))
    .map(([meta, rest]) => ({ apiVersion, kind: short, metadata: meta, ...rest }));
});

const target = some({
  kind: fc.constantFrom('Deployment', '.*Set', 'Lamp', 'ConfigMap|Service.*', '.*'),
  group: fc.constantFrom('apps', '.*example.*'),
  name: fc.constantFrom('lamp', 'l.*|keeper', 'stor'),
  namespace: fc.constantFrom('default', 'one|two', 'new'),
  labelSelector: fc.constantFrom('app', '!app', 'app=lamp', 'app in (lamp,a)', 'tier!=a'),
  annotationSelector: fc.constantFrom('app=lamp', '!tier'),
});

/** Some values of an object become null, which removes them. */
function withNulls(patch: unknown, seed: number): unknown {
  if (Array.isArray(patch) || typeof patch !== 'object' || patch === null) return patch;
  return Object.fromEntries(
    Object.entries(patch).map(([key, inner], index) => [
      key,
      (seed + index) % 7 === 0 ? null : withNulls(inner, seed + index + 1),
    ]),
  );
}
const mergePatch = fc
  .tuple(object, fc.nat(20))
  .map(([{ apiVersion, kind, metadata: meta, ...rest }, seed]) => ({
    apiVersion,
    kind,
    metadata: meta,
    ...(withNulls(rest, seed) as object),
  }));
const operation = fc.oneof(
  fc.record({
    op: fc.constantFrom('add', 'replace'),
    path: fc.constantFrom(
      '/spec',
      '/metadata/labels',
      '/metadata/annotations/a~1b',
      '/data',
      '/spec/replicas',
    ),
    value: fc.oneof(pairs, pairs, value),
  }),
  fc.record({
    op: fc.constant('remove'),
    path: fc.constantFrom('/spec/template/spec/containers/0', '/metadata/labels', '/spec'),
  }),
  fc.record({ op: fc.constant('test'), path: fc.constant('/metadata/name'), value: name }),
);
const patch = fc.oneof(
  fc.record({ patch: mergePatch.map((each) => JSON.stringify(each)) }),
  fc.record({ patch: mergePatch.map((each) => JSON.stringify(each)), target }),
  fc.record({
    patch: fc.array(operation, { minLength: 1, maxLength: 2 }).map((each) => JSON.stringify(each)),
    target,
  }),
);

const transformers = some({
  namespace: fc.constantFrom('new', 'one'),
  commonLabels: pairs,
  labels: fc.array(
    fc
      .tuple(pairs, some({ includeSelectors: fc.boolean(), includeTemplates: fc.boolean() }))
      .map(([labels, rest]) => ({ pairs: labels, ...rest })),
    { maxLength: 2 },
  ),
  commonAnnotations: pairs,
  images: fc.array(
    fc
      .tuple(
        fc.constantFrom('main', 'quay.io/lamps/main', 'localhost:5000/main'),
        some({
          newName: fc.constantFrom('main', 'other'),
          newTag: value,
          digest: fc.constant('sha256:123'),
        }),
      )
      .map(([of, rest]) => ({ name: of, ...rest })),
    { maxLength: 2 },
  ),
  patches: fc.array(patch, { maxLength: 2 }),
});

const idOf = ({
  apiVersion,
  kind,
  metadata: meta,
}: {
  apiVersion: string;
  kind: string;
  metadata: object;
}) => JSON.stringify([apiVersion, kind, (meta as { name: string }).name]);
const objects = fc.uniqueArray(object, { selector: idOf, minLength: 1, maxLength: 5 });

/** The files of a directory: a kustomization, and often one below it. */
export const kustomizeFiles: fc.Arbitrary<Files> = fc
  .tuple(objects, transformers, transformers, fc.boolean())
  .map(([all, upper, lower, isNested]): Files => {
    const text = all.map((each) => JSON.stringify(each)).join('\n---\n');
    return isNested
      ? {
          'kustomization.yaml': JSON.stringify({ resources: ['base'], ...upper }),
          'base/kustomization.yaml': JSON.stringify({ resources: ['a.yaml'], ...lower }),
          'base/a.yaml': text,
        }
      : {
          'kustomization.yaml': JSON.stringify({ resources: ['a.yaml'], ...upper }),
          'a.yaml': text,
        };
  });
