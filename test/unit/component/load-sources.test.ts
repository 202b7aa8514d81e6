import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { loadSources } from '../../../src/component/load-sources.ts';
import type { Component } from '../../../src/component/read-component.ts';
import { apiService, bundleFiles, withApiServices } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';
import { parsedComponent } from '../support/component.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** `more` is what else stands at the source of the bundle, `ofApi` at the other. */
function component(namespace = '', more = '', ofApi = ''): Component {
  const text = `apiVersion: optional.microshift.io/v1alpha1
kind: Component
metadata: {name: lamp}
spec:
  package: microshift-lamp
  directory: 010-microshift-lamp
  summary: Lamps
  ${namespace}
  sources:
    - {name: operator, kind: RegistryV1Bundle, ref: /nowhere/bundle${more}}
    - {name: api, kind: Manifests, ref: /nowhere/api${ofApi}}
`;
  return parsedComponent(text);
}

const CLASS = 'apiVersion: x.io/v1\nkind: Class\nmetadata: {name: a}\nstatus: {}\n';

async function refs(test: TestContext, options: BundleOptions = {}, api = CLASS) {
  const operator = await temporaryDirectory(test, bundleFiles(options));
  const directory = await temporaryDirectory(test, { 'a.yaml': api });
  return new Map([
    ['operator', operator],
    ['api', directory],
  ]);
}

describe('loadSources', () => {
  it('reads and converts each source, in the order of the component', async (test) => {
    const loaded = await loadSources(component('namespace: here'), await refs(test));
    assert.deepEqual(
      loaded.map(({ name, kind, version, objects }) => [name, kind, version, objects.length]),
      [
        ['operator', 'RegistryV1Bundle', '1.0.0', 2],
        ['api', 'Manifests', undefined, 1],
      ],
    );
    assert.equal(loaded[0]?.objects[0]?.metadata.name, 'here');
    assert.ok(!('status' in (loaded[1]?.objects[0] ?? {})));
    for (const { digest } of loaded) assert.match(digest, /^sha256:/);
  });

  it('takes the version that the component says where the objects of manifests say none', async (test) => {
    const versionOf = async (ofApi: string, api: string) => {
      const loaded = await loadSources(
        component('namespace: here', '', ofApi),
        await refs(test, {}, api),
      );
      return loaded[1]?.version;
    };
    assert.equal(await versionOf(', version: v1.9.1', CLASS), 'v1.9.1');
    const labelled = CLASS.replace(
      '{name: a}',
      '{name: a, labels: {app.kubernetes.io/version: 2.6.7}}',
    );
    assert.equal(await versionOf(', version: v1.9.1', labelled), '2.6.7');
    assert.equal(await versionOf('', labelled), '2.6.7');
  });

  it('takes the namespace from cluster-scoped objects, of whichever source their CRD is', async (test) => {
    const text = `apiVersion: v1
kind: List
items:
  - apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: a, namespace: house}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: house}}
`;
    const loaded = await loadSources(component('namespace: here'), await refs(test, {}, text));
    assert.deepEqual(
      loaded[1]?.objects.map(({ metadata }) => metadata),
      [{ name: 'a' }, { name: 'a', namespace: 'house' }],
    );
  });

  it('takes the namespace that the bundle suggests', async (test) => {
    const suggested = await refs(test);
    const csv = String(bundleFiles()['manifests/csv.yaml']).replace(
      'namespace: placeholder',
      'annotations: {operatorframework.io/suggested-namespace: it}',
    );
    suggested.set(
      'operator',
      await temporaryDirectory(test, { ...bundleFiles(), 'manifests/csv.yaml': csv }),
    );
    const [operator] = await loadSources(component(), suggested);
    assert.equal(operator?.objects[0]?.metadata.name, 'it');
  });

  it('limits an operator to the namespaces of its source, and says which are missing', async (test) => {
    const installModes = ['OwnNamespace', 'MultiNamespace'].map((type) => ({
      type,
      supported: true,
    }));
    const permissions = [{ serviceAccountName: 'lamp', rules: [] }];
    const options = { spec: { installModes }, install: { permissions } };
    const given = await refs(
      test,
      options,
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
    );
    const chosen = component('namespace: here', ', targetNamespaces: [a, b, here]');
    const [operator, api] = await loadSources(chosen, given);
    const roles = operator?.objects.filter(({ kind }) => kind === 'Role') ?? [];
    assert.deepEqual(
      roles.map(({ metadata }) => metadata.namespace),
      ['a', 'b', 'here'],
    );
    assert.deepEqual(
      operator?.findings.map(({ id }) => id),
      ['target-namespace-elsewhere:b'],
    );
    assert.deepEqual(api?.findings, []);
  });

  it('registers APIs where the source asks for it', async (test) => {
    const given = await refs(test, withApiServices(apiService()));
    const [problem] = await problemsOfAsync(() => loadSources(component('namespace: here'), given));
    assert.match(problem?.hint ?? '', /apiServices: true/);
    const [operator] = await loadSources(
      component('namespace: here', ', apiServices: true'),
      given,
    );
    assert.ok(operator?.objects.some(({ kind }) => kind === 'APIService'));
  });

  it('needs a namespace from one of them', async (test) => {
    const given = await refs(test);
    const [problem] = await problemsOfAsync(() => loadSources(component(), given));
    assert.deepEqual(
      [problem?.code, problem?.at?.field],
      ['component-namespace', 'spec.namespace'],
    );
  });

  it('refuses a source that the component does not have', async (test) => {
    const given = (await refs(test)).set('other', '/nowhere');
    const [problem] = await problemsOfAsync(() => loadSources(component(), given));
    assert.equal(problem?.code, 'source-unknown');
    assert.match(problem.hint, /operator, api/);
  });

  it('names what is wrong with every source', async (test) => {
    const given = await refs(test, { spec: { installModes: [] } }, 'a: [');
    const problems = await problemsOfAsync(() => loadSources(component('namespace: here'), given));
    assert.deepEqual(
      problems.map(({ code }) => code).toSorted((a, b) => a.localeCompare(b)),
      ['bundle-unsupported', 'yaml-invalid'],
    );
  });

  it('reads the references of the component where none is given', async () => {
    const problems = await problemsOfAsync(() => loadSources(component(), new Map()));
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at?.file]),
      [
        ['source-missing', '/nowhere/api'],
        ['source-missing', '/nowhere/bundle'],
      ],
    );
  });

  it('keeps what a bundle says of its images and of Kubernetes', async (test) => {
    const image = 'registry.example.com/tool:1';
    const spec = { minKubeVersion: '1.31.0', relatedImages: [{ name: 'tool', image }] };
    const given = await refs(test, { spec });
    const csv = String(bundleFiles({ spec })['manifests/csv.yaml']).replace(
      'namespace: placeholder',
      'annotations: {containerImage: registry.example.com/lamp:1}',
    );
    given.set(
      'operator',
      await temporaryDirectory(test, { ...bundleFiles(), 'manifests/csv.yaml': csv }),
    );
    const [operator, api] = await loadSources(component('namespace: here'), given);
    assert.deepEqual(operator?.relatedImages, [
      { name: 'tool', image },
      { name: 'containerImage', image: 'registry.example.com/lamp:1' },
    ]);
    assert.ok(operator.findings.some(({ id }) => id === 'kubernetes-minimum:operator'));
    assert.deepEqual([operator.origin, api?.origin, api?.findings], [undefined, undefined, []]);
  });

  it('puts the objects of manifests into the namespace that is asked for', async (test) => {
    const api = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {host: hook.old.svc}
---
apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, namespace: old}\n`;
    const each = component('namespace: here', '', ', namespace: there');
    const [operator, loaded] = await loadSources(each, await refs(test, {}, api));
    assert.deepEqual(
      loaded?.objects.map(({ metadata }) => metadata.namespace),
      ['there', 'there'],
    );
    assert.equal(operator?.objects[0]?.metadata.name, 'here');
    assert.deepEqual(
      loaded.findings.map(({ id, at }) => [id, at?.field]),
      [['namespace-mentioned:ConfigMap there/a', 'data.host']],
    );
    const [problem] = await problemsOfAsync(async () => loadSources(each, await refs(test)));
    assert.deepEqual([problem?.code, problem?.at?.line], ['namespace-moves-nothing', 11]);
  });
});
