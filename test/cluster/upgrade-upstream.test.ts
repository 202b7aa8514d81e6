import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { testClient } from './support/client.ts';
import { FIRST_RELEASE, RECENT_RELEASE, rebaseGatewayApi } from './support/gateway-api.ts';
import { getObject, kubectl, writeStatus } from './support/kubectl.ts';
import type { Cluster } from './support/kubectl.ts';
import { assertAppliable, managedVersions } from './support/migration.ts';
import { actionsOf, applied, apply, noteOf } from './support/releases.ts';
import { configMap, temporaryDirectory, writeTree } from './support/trees.ts';
import { needsUpstream } from './support/upstream.ts';

/*
 * The component that the project is about, from its first release to a recent one: on a device that has it from
 * MicroShift's own package, and on one that has it from ours; with what users have made, and back.
 */

const NAME = 'openshift-gateway-api';
const GROUP = 'sailoperator.io';
const MIGRATED = ['istiocnis', 'istiorevisions', 'istios'];
const SERVER_SIDE = ['apply', '--server-side', '--force-conflicts'];
const UNCHANGED = new Set(['unchanged']);

const USERS: any[] = [
  {
    apiVersion: `${GROUP}/v1alpha1`,
    kind: 'Istio',
    metadata: { name: 'users' },
    spec: {
      namespace: 'default',
      version: 'v1.23.0',
      values: { pilot: { autoscaleEnabled: false, env: { PILOT_ANY: 'kept' } } },
    },
  },
  {
    apiVersion: `${GROUP}/v1alpha1`,
    kind: 'IstioRevision',
    metadata: { name: 'users' },
    spec: {
      namespace: 'default',
      version: 'v1.23.0',
      type: 'Local',
      values: { revision: 'users', global: { istioNamespace: 'default' } },
    },
  },
  {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'DestinationRule',
    metadata: { name: 'users', namespace: 'default' },
    spec: { host: 'web.default.svc' },
  },
  configMap(NAME, 'users'),
  // Ours brings one of this name, MicroShift's package does not.
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'metrics-reader' },
    rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
  },
];

const GATEWAY: any = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'web', namespace: 'default' },
  spec: { gatewayClassName: NAME, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
};

const ROUTE: any = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    parentRefs: [{ name: 'web' }],
    rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
  },
};

suite('upgrade of gateway-api from its first release', needsUpstream, () => {
  let directory = '';
  const treeOf = (release: string): string =>
    path.join(directory, release, 'manifests.d/000-microshift-gateway-api');

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    for (const release of [FIRST_RELEASE, RECENT_RELEASE]) {
      // oxlint-disable-next-line no-await-in-loop -- two at once are no faster
      const { status, stderr } = await rebaseGatewayApi(
        release,
        path.join(directory, release.bundle),
      );
      assert.equal(status, 0, stderr);
    }
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const clusterOf = async (t: TestContext): Promise<ControlPlane> => {
    const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
    t.after(() => plane.stop());
    return plane;
  };

  test('takes over from MicroShift’s own package, and keeps what users have made', async (t) => {
    const plane = await clusterOf(t);
    const client = testClient(t, plane);
    const [older, newer] = [treeOf(FIRST_RELEASE.bundle), treeOf(RECENT_RELEASE.bundle)];
    const usersApply = (object: object, ...flags: string[]): Promise<string> =>
      kubectl(plane, ['apply', ...flags, '-f', '-'], object);

    await untilTaken(plane, await shippedByMicroShift(t, plane, older));
    for (const object of [...USERS, GATEWAY, ROUTE]) await usersApply(object);
    await writeStatus(plane, [`istiorevisions.${GROUP}`, 'users'], { state: 'Healthy' });
    const losing = {
      ...USERS[1],
      metadata: { name: 'losing' },
      spec: {
        ...USERS[1].spec,
        type: 'Remote',
        values: { ...USERS[1].spec.values, revision: 'losing' },
      },
    };
    await usersApply(losing, '--server-side', '--field-manager=alice');
    const objects = await Promise.all(
      [...USERS, GATEWAY, ROUTE].map((object) => getObject(plane, identityOf(object))),
    );
    const state = await everything(plane);

    for (const flags of [['--dry-run'], []]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      const { status, stderr, report } = await apply(plane, [newer], flags);
      assert.equal(status, 6, stderr);
      assert.deepEqual(
        report.problems.map(({ code, at }) => `${code}: ${at?.object} ${at?.field}`),
        [`crd-data-loss: IstioRevision.${GROUP} losing spec.type`],
      );
      // oxlint-disable-next-line no-await-in-loop
      assert.deepEqual(await everything(plane), state);
    }
    await kubectl(plane, ['delete', `istiorevisions.${GROUP}`, 'losing']);

    const beforeDry = await everything(plane);
    const foretold = await apply(plane, [newer], ['--dry-run']);
    assert.equal(foretold.status, 0, foretold.stderr);
    assert.deepEqual(await everything(plane), beforeDry);
    const done = await apply(plane, [newer]);
    assert.equal(done.status, 0, done.stderr);
    const actions = actionsOf(done.report);
    assert.deepEqual(actionsOf(foretold.report), actions);
    assert.equal(actions[`Istio ${NAME}`], 'configured');
    assert.equal(actions[`CustomResourceDefinition remoteistios.${GROUP}`], 'kept');
    assert.ok(!Object.values(actions).includes('deleted'), 'nothing else of it is gone');
    assert.match(
      noteOf(done.report, 'CustomResourceDefinition', `istios.${GROUP}`),
      /^migrated 2 stored objects from v1alpha1 to v1$/,
    );

    for (const plural of MIGRATED) {
      const crd = await getObject(plane, ['crd', `${plural}.${GROUP}`]);
      assert.deepEqual(crd.status.storedVersions, ['v1'], plural);
    }
    for (const object of objects) {
      const now = await getObject(plane, [...identityOf(object), '--show-managed-fields']);
      const { type: _, ...spec } = object.spec ?? {};
      assert.deepEqual(now.spec ?? {}, spec, object.kind);
      assert.deepEqual(
        [now.metadata.uid, now.status, now.data, now.rules],
        [object.metadata.uid, object.status, object.data, object.rules],
      );
      if (object.apiVersion.startsWith(GROUP)) {
        assert.deepEqual(managedVersions(now), [`${GROUP}/v1`], object.kind);
      }
    }

    const settled = await everything(plane);
    assert.deepEqual(new Set(Object.values(await applied(plane, [newer]))), UNCHANGED);
    assert.deepEqual(await everything(plane), settled);

    // What every manager may do with every migrated object, MicroShift's own included.
    const migrated = [USERS[0], USERS[1], { ...USERS[0], metadata: { name: NAME } }];
    const pathOf = ({ kind, metadata }: any): string =>
      `/apis/${GROUP}/v1/${kind.toLowerCase()}s/${metadata.name}`;
    await assertAppliable(
      client,
      pathOf,
      migrated.map((object) => ({ ...object, apiVersion: `${GROUP}/v1` })),
    );
    await kubectl(plane, [...SERVER_SIDE, '-k', newer]);
    assert.deepEqual(new Set(Object.values(await applied(plane, [newer]))), UNCHANGED);

    // And back, without the data that MicroShift had with it.
    const last = await everything(plane);
    const back = await apply(plane, [older]);
    assert.equal(back.status, 6, back.stderr);
    assert.deepEqual(
      back.report.problems.map(({ code, at }) => `${code}: ${at?.object}`),
      [`crd-downgrade: CustomResourceDefinition istios.${GROUP}`],
    );
    assert.match(back.stderr, /serves v1, but objects of this release are written in v1alpha1/);
    assert.deepEqual(await everything(plane), last);
    assert.deepEqual(new Set(Object.values(await applied(plane, [newer]))), UNCHANGED);
  });

  test('takes an application along, which waits for the component', async (t) => {
    const plane = await clusterOf(t);
    const application = await writeTree(await temporaryDirectory(t), 'application', [
      ROUTE,
      GATEWAY,
    ]);
    const trees = (release: string): string[] => [application, treeOf(release)];
    const older = trees(FIRST_RELEASE.bundle);
    const first = await apply(plane, older);
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual(new Set(Object.values(actionsOf(first.report))), new Set(['created']));
    for (const [kind, crd] of [
      ['Gateway', 'gateways'],
      ['HTTPRoute', 'httproutes'],
    ]) {
      const { objects } = first.report;
      const object = objects.find((each) => each.kind === kind && each.tree === 'application');
      const definition = objects.find(({ name }) => name === `${crd}.gateway.networking.k8s.io`);
      assert.ok((object?.readyAtMilliseconds ?? -1) >= (definition?.doneAtMilliseconds ?? NaN));
    }

    // As after a rollback with the data that MicroShift had with it.
    const state = await everything(plane);
    assert.deepEqual(new Set(Object.values(await applied(plane, older))), UNCHANGED);
    assert.deepEqual(await everything(plane), state);

    const upgraded = await applied(plane, trees(RECENT_RELEASE.bundle));
    assert.equal(upgraded['Gateway web'], 'unchanged');
    assert.equal(upgraded['HTTPRoute web'], 'unchanged');
    assert.equal(upgraded[`Istio ${NAME}`], 'configured');
    assert.equal(upgraded['ClusterRole metrics-reader'], 'deleted');
    assert.equal(upgraded['ClusterRole servicemeshoperator3-metrics-reader'], 'created');
    assert.equal(upgraded[`CustomResourceDefinition remoteistios.${GROUP}`], 'kept');
    const again = await applied(plane, trees(RECENT_RELEASE.bundle));
    assert.deepEqual(new Set(Object.values(again)), UNCHANGED);
  });
});

/** A tree of what MicroShift's own package applies: ours, by the names that this one takes over. */
async function shippedByMicroShift(
  t: TestContext,
  cluster: Cluster,
  tree: string,
): Promise<string> {
  const { upgrade } = JSON.parse(
    await readFile(path.join(tree, 'microshift-optional.json'), 'utf8'),
  ) as { upgrade: { adopts: { kind: string; name: string }[] } };
  const rendered = await kubectl(cluster, ['kustomize', tree]);
  const objects = readManifests(rendered, 'kubectl kustomize')
    .map(({ object }) => object)
    .filter((object) =>
      upgrade.adopts.some(
        ({ kind, name }) => kind === object.kind && name === object.metadata.name,
      ),
    );
  assert.equal(objects.length, upgrade.adopts.length);
  return writeTree(await temporaryDirectory(t), 'microshift', objects);
}

/** Applies a tree as MicroShift does: again until everything is taken. */
async function untilTaken(cluster: Cluster, tree: string, attempts = 10): Promise<void> {
  try {
    await kubectl(cluster, [...SERVER_SIDE, '-k', tree]);
  } catch (error) {
    if (attempts === 1) throw error;
    await untilTaken(cluster, tree, attempts - 1);
  }
}

/** How kubectl is told of an object, in whichever version it is served. */
function identityOf({ apiVersion, kind, metadata }: any): string[] {
  const [, group] = /^(?:(.*)\/)?[^/]+$/.exec(apiVersion) ?? [];
  const namespace = metadata.namespace === undefined ? [] : ['-n', metadata.namespace];
  return [group === undefined ? kind : `${kind}.${group}`, metadata.name, ...namespace];
}

/** The uid and resourceVersion of every object in a cluster, but of what the API server itself renews. */
async function everything(cluster: Cluster): Promise<string[]> {
  const resources = await kubectl(cluster, ['api-resources', '--verbs=list', '-o', 'name']);
  const left = resources
    .split('\n')
    .filter((name) => !/^(events|leases|componentstatuses)/.test(name));
  const columns = [
    '.apiVersion',
    '.kind',
    '.metadata.namespace',
    '.metadata.name',
    '.metadata.uid',
  ];
  const custom = [...columns, '.metadata.resourceVersion'].map(
    (each, index) => `C${index}:${each}`,
  );
  const text = await kubectl(cluster, [
    'get',
    left.filter((name) => name !== '').join(','),
    '--all-namespaces',
    '--no-headers',
    '-o',
    `custom-columns=${custom.join(',')}`,
  ]);
  return text
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .toSorted();
}
