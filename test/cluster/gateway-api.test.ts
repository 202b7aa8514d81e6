import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { parseYaml } from '../../src/manifest/yaml.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { canonicalJsonText } from '../../src/manifest/json.ts';
import { compareText } from '../../src/manifest/object.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { startControlPlane } from './control-plane/start.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import {
  FIRST_RELEASE,
  RECENT_RELEASE,
  playControllers,
  rebaseGatewayApi,
} from './support/gateway-api.ts';
import { getObject, kubectl, writeStatus } from './support/kubectl.ts';
import type { Cluster } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { temporaryDirectory } from './support/trees.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

/*
 * The component that the project is about, from real upstream inputs to a healthy cluster: the first
 * release that MicroShift packaged, and a recent one.
 */

const NAME = 'openshift-gateway-api';

for (const release of [FIRST_RELEASE, RECENT_RELEASE]) {
  const { bundle, istio } = release;
  suite(`gateway-api from OSSM ${bundle} and Gateway API v1.1.0`, needsUpstream, () => {
    let out = '';
    let tree = '';
    let objects: KubernetesObject[] = [];

    const rebase = async (to: string) => {
      const result = await rebaseGatewayApi(release, to);
      assert.equal(result.status, 0, result.stderr);
    };

    before(async () => {
      out = path.join(await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-')), 'out');
      await rebase(out);
      tree = path.join(out, 'manifests.d/000-microshift-gateway-api');
      objects = readManifests(
        await kubectl(sharedControlPlane(), ['kustomize', tree]),
        'kubectl kustomize',
      ).map(({ object }) => object);
    });

    after(() => rm(path.dirname(out), { recursive: true, force: true }));

    test('is the same in every run, byte for byte', async (t) => {
      const again = path.join(await temporaryDirectory(t), 'again');
      await rebase(again);
      for (const file of await readdir(out, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const relative = path.relative(out, path.join(file.parentPath, file.name));
        assert.deepEqual(
          await readFile(path.join(again, relative)),
          await readFile(path.join(out, relative)),
          relative,
        );
      }
    });

    test('passes verify', async () => {
      const { status, stdout } = await runProgram(['verify', out]);
      assert.equal(status, 0, stdout);
      assert.match(stdout, /: no errors, /);
    });

    test('holds every CRD of both sources, unchanged', async () => {
      const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
      const sources = [
        ...(await manifestsIn(`${UPSTREAM}/ossm-bundle/${bundle}/manifests`)),
        ...(await manifestsIn(`${UPSTREAM}/gateway-api/v1.1.0/standard`)),
      ].filter(({ kind }) => kind === 'CustomResourceDefinition');
      assert.equal(crds.length, sources.length);
      for (const source of sources) {
        const crd = crds.find(({ metadata }) => metadata.name === source.metadata.name);
        assert.equal(
          canonicalJsonText(crd?.spec),
          canonicalJsonText(source.spec),
          source.metadata.name,
        );
      }
    });

    test('the Deployment is the bundle’s with the patches', async () => {
      const manifests = await manifestsIn(`${UPSTREAM}/ossm-bundle/${bundle}/manifests`);
      const csv = manifests.find(({ kind }) => kind === 'ClusterServiceVersion') as any;
      const [source] = csv.spec.install.spec.deployments;
      const expected = structuredClone(source.spec);
      for (const container of expected.template.spec.containers) {
        assert.ok(container.resources.limits, 'the bundle has limits to remove');
        delete container.resources.limits;
        container.imagePullPolicy = 'IfNotPresent';
        if (container.image.includes('${')) {
          container.image = 'registry.example.com/sail-operator:3.3.6';
        }
      }
      const deployment = objects.find(({ kind }) => kind === 'Deployment') as any;
      assert.equal(deployment.metadata.name, 'servicemesh-operator3');
      assert.deepEqual(deployment.metadata.labels, source.label);
      assert.equal(canonicalJsonText(deployment.spec), canonicalJsonText(expected));
    });

    test('the Istio follows the bundle, and names the class that exists', () => {
      const found = objects.find(({ kind }) => kind === 'Istio') as any;
      const gatewayClass = objects.find(({ kind }) => kind === 'GatewayClass') as any;
      assert.equal(found.apiVersion, istio.apiVersion);
      assert.equal(found.spec.version, istio.version);
      assert.equal(found.spec.namespace, NAME);
      const { env } = found.spec.values.pilot;
      assert.equal(env.PILOT_GATEWAY_API_DEFAULT_GATEWAYCLASS, gatewayClass.metadata.name);
      assert.equal(env.PILOT_GATEWAY_API_CONTROLLER_NAME, gatewayClass.spec.controllerName);
    });

    test('applies in order to an empty cluster, once, and is healthy when its operator is', async (t) => {
      const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
      t.after(() => plane.stop());
      const report = path.join(out, 'report.json');
      const run = (command: string, ...more: string[]) =>
        runProgram([command, tree, '--kubeconfig', plane.kubeconfig, '--report', report, ...more]);
      const reported = async (): Promise<{ action: string; healthy: boolean }[]> =>
        (JSON.parse(await readFile(report, 'utf8')) as { objects: [] }).objects;

      const first = await run('apply', '--timeout', '2m');
      assert.equal(first.status, 0, first.stderr);
      assert.deepEqual(
        (await reported()).map(({ action }) => action),
        objects.map(() => 'created'),
      );
      const crds = await getObject(plane, ['customresourcedefinitions']);
      for (const crd of crds.items) {
        const established = crd.status.conditions.find((each: any) => each.type === 'Established');
        assert.equal(established?.status, 'True', crd.metadata.name);
      }
      const classBefore = await getObject(plane, ['gatewayclass', NAME]);
      const istioBefore = await getObject(plane, ['istios.sailoperator.io', NAME]);

      const second = await run('apply', '--timeout', '2m');
      assert.equal(second.status, 0, second.stderr);
      assert.deepEqual(
        (await reported()).map(({ action }) => action),
        objects.map(() => 'unchanged'),
      );
      assert.deepEqual(await getObject(plane, ['gatewayclass', NAME]), classBefore);
      assert.deepEqual(await getObject(plane, ['istios.sailoperator.io', NAME]), istioBefore);

      await assertRoundTrip(plane, tree);

      const unhealthy = await run('healthcheck', '--timeout', '6s');
      assert.equal(unhealthy.status, 5, unhealthy.stderr);
      for (const expected of [
        /GatewayClass\S* openshift-gateway-api: its condition Accepted is Unknown/,
        /Istio\S* openshift-gateway-api: has no condition Ready/,
        /Deployment openshift-gateway-api\/servicemesh-operator3: its controller has not looked/,
        /Deployment openshift-gateway-api\/istiod-openshift-gateway-api: does not exist/,
      ]) {
        assert.match(unhealthy.stderr, expected);
      }
      assert.equal((await reported()).filter(({ healthy }) => !healthy).length, 4);

      await playControllers(plane, { istioObserved: 0 });
      const stale = await run('healthcheck', '--timeout', '6s');
      assert.equal(stale.status, 5);
      assert.match(stale.stderr, /condition Ready speaks of generation 0, but the object is at 1/);

      await writeStatus(plane, ['istios.sailoperator.io', NAME], { observedGeneration: 1 });
      const healthy = await run('healthcheck', '--timeout', '30s');
      assert.equal(healthy.status, 0, healthy.stderr);
      assert.ok((await reported()).every((each) => each.healthy));
    });
  });
}

test('the objects of 3.0.0-tp.1 are those that MicroShift ships', needsUpstream, async (t) => {
  const out = path.join(await temporaryDirectory(t), 'out');
  const result = await rebaseGatewayApi(FIRST_RELEASE, out);
  assert.equal(result.status, 0, result.stderr);
  const tree = path.join(out, 'manifests.d/000-microshift-gateway-api');
  const rendered = await kubectl(sharedControlPlane(), ['kustomize', tree]);
  const found = parseYaml(rendered, 'kubectl kustomize').map(({ value }) => {
    const { apiVersion, kind, metadata } = value as KubernetesObject;
    const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
    return `${apiVersion} ${kind} ${namespace}${metadata.name}`;
  });
  const list = path.resolve(UPSTREAM, '../reference/microshift-tree-objects.txt');
  const shipped = (await readFile(list, 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  // MicroShift copies this role beside its kustomization and forgets to list it.
  const expected = [...shipped, 'rbac.authorization.k8s.io/v1 ClusterRole metrics-reader'];
  assert.deepEqual(found.toSorted(compareText), expected.toSorted(compareText));
});

/** What kubectl makes of the tree is what was applied: a dry run is accepted, and a real one changes nothing. */
async function assertRoundTrip(plane: Cluster, tree: string): Promise<void> {
  const applied = async (...flags: string[]) => {
    const flagsOfAll = ['apply', '--server-side', '--force-conflicts', '-o', 'json', ...flags];
    const list = JSON.parse(await kubectl(plane, [...flagsOfAll, '-k', tree])) as { items: [] };
    return list.items.map(withoutBookkeeping);
  };
  const stored = await getObject(plane, ['-k', tree]);
  const expected = new Map(stored.items.map(withoutBookkeeping));
  assert.deepEqual(new Map(await applied('--dry-run=server')), expected);
  assert.deepEqual(new Map(await applied()), expected);
}

/** An object by what it is, without what counts its writes. */
function withoutBookkeeping(object: any): [identity: string, object: object] {
  const { resourceVersion: _, managedFields: __, ...metadata } = object.metadata;
  const { apiVersion, kind } = object;
  return [
    `${apiVersion} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
    { ...object, metadata },
  ];
}

async function manifestsIn(directory: string): Promise<KubernetesObject[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(
    files.map(async (name) =>
      readManifests(await readFile(path.join(directory, name), 'utf8'), name),
    ),
  );
  return texts.flat().map(({ object }) => object);
}
