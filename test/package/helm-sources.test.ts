import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { loadSources } from '../../src/component/load-sources.ts';
import type { LoadedSource } from '../../src/component/loaded-source.ts';
import { readComponent } from '../../src/component/read-component.ts';
import { fillNamespace } from '../../src/component/move-to-namespace.ts';
import { withoutLiveFields } from '../../src/manifest/clean.ts';
import { definedKinds } from '../../src/manifest/crd.ts';
import { DEPENDS_ON } from '../../src/manifest/depends-on.ts';
import { displayObject } from '../../src/manifest/display.ts';
import { textAt } from '../../src/manifest/json.ts';
import type { JsonObject } from '../../src/manifest/json.ts';
import { objectId } from '../../src/manifest/object.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { readLock } from '../../src/release/lock.ts';
import { ensureHelm } from '../cluster/control-plane/binaries.ts';
import { UPSTREAM, needsUpstream } from '../cluster/support/upstream.ts';
import { startRegistry } from '../registry/support/registry.ts';
import { requireProgram } from '../registry/support/require-program.ts';
import { problemsOfAsync } from '../unit/support/problems.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { runProgram } from './support/program.ts';

let helm = '';
before(async () => {
  helm = await ensureHelm(console.error);
  process.env.MICROSHIFT_OPTIONAL_HELM = helm;
});

const COMPONENT = `apiVersion: optional.microshift.io/v1alpha1
kind: Component
metadata: {name: lamp}
spec:
  package: microshift-lamp
  directory: 010-microshift-lamp
  namespace: house
  summary: Lamps
`;

/** A chart with everything that matters here. */
const CHART = {
  'Chart.yaml': 'apiVersion: v2\nname: lamp\nversion: 1.2.3\nappVersion: v4.5.6\n',
  'values.yaml': 'color: red\nsize: 1\nkeep: {a: 1, b: 2}\n',
  '.helmignore': 'templates/ignored.yaml\n',
  'crds/lamps.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com}
spec: {group: example.com, scope: Namespaced, names: {kind: Lamp, plural: lamps}, versions: []}
`,
  'templates/ignored.yaml': '{{ fail "is ignored" }}',
  'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-config
  annotations:
data:
  namespace: {{ .Release.Namespace }}
  values: {{ .Values | toJson | quote }}
  kube: {{ .Capabilities.KubeVersion.Minor | quote }}
  routes: {{ .Capabilities.APIVersions.Has "route.openshift.io/v1" | quote }}
  found: {{ lookup "v1" "Secret" "house" "a" | toJson | quote }}
  host: {{ getHostByName "localhost" | quote }}
  secrets: {{ .Files.Get "../../home/config" | quote }}
`,
  'templates/lamp.yaml': 'apiVersion: example.com/v1\nkind: Lamp\nmetadata: {name: main}\n',
  'templates/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: elsewhere}
spec: {template: {spec: {containers: [{name: web, image: "r.io/web:1"}]}}}
`,
  'templates/hook.yaml': `apiVersion: batch/v1
kind: Job
metadata: {name: certificates, annotations: {helm.sh/hook: "pre-install,pre-upgrade"}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "r.io/c:1"}]}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: certificates, annotations: {helm.sh/hook: pre-install}}
---
apiVersion: v1
kind: Pod
metadata: {name: test, annotations: {helm.sh/hook: test}}
---
apiVersion: v1
kind: Pod
metadata: {name: cleanup, annotations: {helm.sh/hook: post-delete}}
`,
};

/** The only source of a component whose `fields` say what it is. */
async function load(
  test: TestContext,
  fields: string,
  files: Record<string, string> = {},
): Promise<LoadedSource> {
  const text = `${COMPONENT}  sources: [{name: light, kind: HelmChart, ${fields}}]\n`;
  const directory = await temporaryDirectory(test, { 'component.yaml': text, ...files });
  const [loaded] = await loadSources(await readComponent(directory), new Map());
  assert.ok(loaded !== undefined);
  return loaded;
}

const named = (objects: readonly KubernetesObject[]) =>
  new Map(objects.map((each) => [displayObject(objectId(each)), each]));

const data = ({ objects }: LoadedSource) =>
  named(objects).get('ConfigMap house/light-config')?.data as Record<string, string>;

async function run(args: string[], home: string): Promise<string> {
  const env = { HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home };
  return (await execa(helm, args, { env })).stdout;
}

/** What `helm template` gives, in the shape that a tree has: only where a hook stands is another. */
async function template(test: TestContext, chart: string, args: string[]) {
  const home = await temporaryDirectory(test);
  const flags = ['--include-crds', '--skip-tests', '--namespace', 'house'];
  const rendered = await run(['template', 'light', chart, ...flags, ...args], home);
  const objects = readManifests(rendered, 'helm').map(({ object }) => withoutLiveFields(object));
  return named(fillNamespace(objects, 'house', definedKinds(objects)).map(withoutHooks));
}

/** Without what hooks become. */
function withoutHooks(object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  const left = Object.entries(annotations ?? {}).filter(
    ([key]) => key !== DEPENDS_ON && !key.startsWith('helm.sh/hook'),
  );
  const rest = left.length === 0 ? {} : { annotations: Object.fromEntries(left) };
  const isHook = Object.keys(annotations ?? {}).some((key) => key.startsWith('helm.sh/hook'));
  const { ttlSecondsAfterFinished: _, ...spec } = (object.spec ?? {}) as JsonObject;
  const kept = isHook && object.kind === 'Job' ? { spec } : {};
  return { ...object, ...kept, metadata: { ...metadata, ...rest } };
}

describe('the chart of another project', () => {
  const charts: [chart: string, values: string, version: string | undefined][] = [
    ['envoy-gateway-v1.9.0', '{}', 'v1.9.0'],
    ['traefik-v41.3.0', '{}', 'v3.7.11'],
    ['traefik-v41.3.0', '{providers: {kubernetesGateway: {enabled: true}}}', 'v3.7.11'],
    ['linkerd-crds-edge-26.8.3', '{installGatewayAPI: false}', '0.0.0-undefined'],
    ['cert-manager-v1.21.1', '{crds: {enabled: true}}', 'v1.21.1'],
    ['cert-manager-v1.21.1', '{}', 'v1.21.1'],
  ];
  for (const [name, values, version] of charts) {
    it(`${name} with ${values} gives what helm template gives`, needsUpstream, async (test) => {
      const chart = path.join(UPSTREAM, 'charts', name);
      const loaded = await load(test, `ref: ${chart}, values: ${values}`);
      const home = await temporaryDirectory(test, { 'values.yaml': values });
      const expected = await template(test, chart, ['--values', path.join(home, 'values.yaml')]);
      const found = named(loaded.objects.map(withoutHooks));
      assert.deepEqual([...found.keys()].toSorted(), [...expected.keys()].toSorted());
      assert.deepEqual(found, expected);
      assert.equal(loaded.version, version);
    });
  }

  it('is rendered as it was published', needsUpstream, async (test) => {
    const file = path.join(UPSTREAM, 'manifests/cert-manager-v1.21.1.yaml');
    const chart = path.join(UPSTREAM, 'charts/cert-manager-v1.21.1');
    const published = readManifests(await readFile(file, 'utf8'), file).map(({ object }) => object);
    const first = published.find(({ kind }) => kind === 'Deployment');
    const release = first?.metadata.labels?.['app.kubernetes.io/instance'];
    const { namespace } = first?.metadata ?? {};
    const fields = `ref: ${chart}, release: ${release}, namespace: ${namespace}`;
    const { objects } = await load(test, `${fields}, values: {crds: {enabled: true}}`);
    assert.deepEqual(
      named(objects.map(withoutHooks)),
      named(published.map(withoutLiveFields).map(withoutHooks)),
    );
  });
});

describe('a chart', () => {
  it('gives its objects in their namespaces, and hooks in order', async (test) => {
    const chart = await temporaryDirectory(test, CHART);
    const { objects, dropped, findings } = await load(test, `ref: ${chart}`);
    const found = named(objects);
    assert.deepEqual([...found.keys()].toSorted(), [
      'ConfigMap house/light-config',
      'CustomResourceDefinition lamps.example.com',
      'Deployment elsewhere/web',
      'Job house/certificates',
      'Lamp.example.com house/main',
      'ServiceAccount house/certificates',
    ]);
    assert.deepEqual(found.get('Deployment elsewhere/web')?.metadata.annotations, {
      [DEPENDS_ON]: 'batch/namespaces/house/Job/certificates',
    });
    assert.deepEqual(found.get('Job house/certificates')?.metadata.annotations, {
      [DEPENDS_ON]: '/namespaces/house/ServiceAccount/certificates',
    });
    assert.deepEqual(
      dropped.map(({ object }) => displayObject(object)),
      ['Pod house/cleanup'],
    );
    assert.deepEqual(findings.map(({ id }) => id).toSorted(), [
      'chart-for-kubernetes:light',
      'chart-hook:Job house/certificates',
      'chart-lookup:light',
    ]);
  });

  it('puts custom resources of another source into its namespace, in their order', async (test) => {
    const { 'crds/lamps.yaml': crd, ...chart } = CHART;
    const hook = `apiVersion: example.com/v1
kind: Lamp
metadata: {name: last, annotations: {helm.sh/hook: post-install, helm.sh/hook-weight: "2"}}
---
apiVersion: example.com/v1
kind: Lamp
metadata: {name: first, annotations: {helm.sh/hook: post-install}}
`;
    const directory = await temporaryDirectory(test, {
      'component.yaml': `${COMPONENT}  sources:
    - {name: light, kind: HelmChart, ref: chart}
    - {name: crds, kind: Manifests, ref: crd.yaml}
`,
      'crd.yaml': crd,
      ...Object.fromEntries(Object.entries(chart).map(([name, text]) => [`chart/${name}`, text])),
      'chart/templates/lamps.yaml': hook,
    });
    const [loaded] = await loadSources(await readComponent(directory), new Map());
    const found = named(loaded?.objects ?? []);
    assert.ok(found.has('Lamp.example.com house/main'));
    assert.match(
      found.get('Lamp.example.com house/last')?.metadata.annotations?.[DEPENDS_ON] ?? '',
      /example\.com\/namespaces\/house\/Lamp\/first/,
    );
  });

  it('sees the component alone: no cluster, no names, no other files', async (test) => {
    const { found, host, secrets, kube, routes, namespace } = data(
      await load(test, `ref: ${await temporaryDirectory(test, CHART)}`),
    );
    assert.deepEqual(
      { found, host, secrets, kube, routes, namespace },
      { found: '{}', host: '', secrets: '', kube: '31', routes: 'false', namespace: 'house' },
    );
  });

  it('gets values of files, then those of the component, and the lock has them', async (test) => {
    const chart = await temporaryDirectory(test, CHART);
    const fields = `ref: ${chart}, valuesFiles: [a.yaml, b.json], values: {size: 3, keep: {b: null}}`;
    const files = { 'a.yaml': 'color: green\nsize: 2\n', 'b.json': '{"color": "blue"}' };
    const loaded = await load(test, fields, files);
    assert.deepEqual(JSON.parse(data(loaded).values ?? ''), {
      color: 'blue',
      size: 3,
      keep: { a: 1 },
    });
    const other = await load(test, fields, { ...files, 'a.yaml': 'color: green\nsize: 5\n' });
    assert.match(loaded.chart?.values ?? '', /^sha256:/);
    assert.notEqual(other.chart?.values, loaded.chart?.values);
    assert.equal(other.digest, loaded.digest);
  });

  it('is rendered as the component says', async (test) => {
    const chart = await temporaryDirectory(test, CHART);
    const loaded = await load(
      test,
      `ref: ${chart}, release: other, namespace: garden, kubeVersion: "1.33", apiVersions: [route.openshift.io/v1]`,
    );
    const config = named(loaded.objects).get('ConfigMap garden/other-config');
    const [kube, routes] = ['kube', 'routes'].map((key) => textAt(config, ['data', key]));
    assert.deepEqual([kube, routes], ['33', 'true']);
    assert.deepEqual(
      { ...loaded.chart, values: '', helm: '' },
      {
        name: 'lamp',
        version: '1.2.3',
        helm: '',
        release: 'other',
        namespace: 'garden',
        kubeVersion: '1.33',
        apiVersions: ['route.openshift.io/v1'],
        values: '',
      },
    );
    assert.match(loaded.chart?.helm ?? '', /^v\d/);
  });

  const wrong: [what: string, files: Record<string, string>, code: string][] = [
    ['that fails', { 'templates/x.yaml': '{{ fail "no" }}' }, 'chart-failed'],
    [
      'of random content',
      {
        'templates/x.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata: {a: {{ randAlpha 9 }}}\n',
      },
      'chart-random',
    ],
    [
      'for a newer Kubernetes',
      { 'Chart.yaml': `${CHART['Chart.yaml']}kubeVersion: ">=1.40"\n` },
      'chart-failed',
    ],
    [
      'without its dependency',
      { 'Chart.yaml': `${CHART['Chart.yaml']}dependencies: [{name: x, version: 1.0.0}]\n` },
      'chart-dependencies-missing',
    ],
    [
      'whose values break its own schema',
      { 'values.schema.json': '{"properties": {"size": {"type": "string"}}}' },
      'chart-failed',
    ],
  ];
  for (const [what, files, code] of wrong) {
    it(`is refused ${what}`, async (test) => {
      const chart = await temporaryDirectory(test, { ...CHART, ...files });
      const [problem] = await problemsOfAsync(() => load(test, `ref: ${chart}`));
      assert.equal(problem?.code, code, problem?.message);
      assert.ok(!problem.message.includes('microshift-optional-chart-'), problem.message);
    });
  }

  it('is the same from its directory, its archive and a registry', async (test) => {
    await requireProgram('skopeo');
    const registry = await startRegistry(test);
    const chart = await temporaryDirectory(test, CHART);
    const home = await temporaryDirectory(test);
    await run(['package', chart, '--destination', home], home);
    const archive = path.join(home, 'lamp-1.2.3.tgz');
    assert.ok(existsSync(archive));
    await run(['push', archive, `oci://${registry.host}/charts`, '--plain-http'], home);
    const [ofDirectory, ofArchive, ofRegistry] = [
      await load(test, `ref: ${chart}`),
      await load(test, `ref: ${archive}`),
      await load(test, `ref: "oci://${registry.host}/charts/lamp:1.2.3"`),
    ];
    assert.deepEqual(named(ofArchive.objects), named(ofDirectory.objects));
    assert.deepEqual(ofRegistry.objects, ofArchive.objects);
    assert.equal(ofRegistry.digest, ofArchive.digest);
    assert.ok(ofRegistry.origin?.kind === 'image');
    assert.equal(ofRegistry.origin.reference, `${registry.host}/charts/lamp:1.2.3`);
    const missing = `ref: "oci://${registry.host}/charts/lamp:9.9.9"`;
    const [problem] = await problemsOfAsync(() => load(test, missing));
    assert.match(problem?.code ?? '', /^(?:image|source)-/);
  });

  it('becomes a release for which there is an order', needsUpstream, async (test) => {
    const chart = path.join(UPSTREAM, 'charts/envoy-gateway-v1.9.0');
    const image = 'r.io/gateway:1';
    const text = `${COMPONENT}  sources: [{name: gateway, kind: HelmChart, ref: ${chart}}]
  remove: [{target: {kind: ValidatingAdmissionPolicyBinding}, because: one version is enough}]
  patches:
    - target: {kind: Deployment}
      merge: {spec: {template: {spec: {containers: [{name: envoy-gateway, resources: null}]}}}}
  images: {envoy-gateway: "${image}"}
`;
    const componentDirectory = await temporaryDirectory(test, { 'component.yaml': text });
    const out = path.join(await temporaryDirectory(test), 'release');
    const args = ['rebase', componentDirectory, '--out', out, '--no-resolve'];
    const first = await runProgram(args);
    assert.equal(first.status, 0, first.stderr);
    const lock = await readLock(out);
    assert.equal(lock.version, '1.9.0');
    assert.equal(lock.sources[0]?.chart?.name, 'gateway-helm');
    assert.equal(lock.images['envoy-gateway']?.reference, image);
    const tree = path.join(out, 'manifests.d', lock.directory);
    const [plan, verify, check] = [
      await runProgram(['plan', tree]),
      await runProgram(['verify', out]),
      await runProgram([...args, '--check']),
    ];
    assert.deepEqual(
      [plan.status, verify.status, check.status],
      [0, 0, 0],
      plan.stderr + check.stderr,
    );
    const report = await readFile(path.join(out, 'rebase-report.md'), 'utf8');
    assert.match(report, /## Left out[^]*ValidatingAdmissionPolicyBinding.*one version is enough/);
  });
});
