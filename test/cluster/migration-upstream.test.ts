import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Client } from '../../src/cluster/client.ts';
import { crdInfo, isCrd } from '../../src/manifest/crd.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { readDirectory } from '../../src/source/read-directory.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { testClient } from './support/client.ts';
import { kubectl, writeStatus } from './support/kubectl.ts';
import {
  applyAt,
  assertAppliable,
  installCrd,
  listAt,
  managedVersions,
  readCrd,
  upgrade,
} from './support/migration.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

/*
 * The step that devices have to make: from the first release that MicroShift packaged to a recent one, with
 * objects of MicroShift, of the operator and of users; and back.
 */

const GROUP = 'sailoperator.io';
const MIGRATED = ['istiocnis', 'istiorevisions', 'istios'];
const MAY_DROP = [
  { crd: `istios.${GROUP}`, field: 'spec.values.revisionTags' },
  { crd: `istiorevisions.${GROUP}`, field: 'spec.type' },
];

const istio = (name: string, version: string, release: string, values: object = {}): any => ({
  apiVersion: `${GROUP}/${version}`,
  kind: 'Istio',
  metadata: { name },
  spec: {
    namespace: 'default',
    version: release,
    values: { ...values, pilot: { autoscaleEnabled: false } },
  },
});

/** As the operator makes them, of the type that is the default; and as a user may have made one. */
const revision = (name: string, type: string): any => ({
  apiVersion: `${GROUP}/v1alpha1`,
  kind: 'IstioRevision',
  metadata: { name },
  spec: {
    type,
    namespace: 'default',
    version: 'v1.23.0',
    values: { revision: name, global: { istioNamespace: 'default' } },
  },
});

const RULE: any = {
  apiVersion: 'networking.istio.io/v1beta1',
  kind: 'DestinationRule',
  metadata: { name: 'rule', namespace: 'default' },
  spec: { host: 'web.default.svc' },
};

async function readCrds(directory: string): Promise<KubernetesObject[]> {
  const files = await readDirectory(path.join(UPSTREAM, directory));
  return files
    .flatMap((file) => readManifests(Buffer.from(file.bytes).toString(), file.path))
    .map(({ object }) => object)
    .filter(isCrd);
}

suite('migration from the first release of the operator to a recent one', needsUpstream, () => {
  let plane: ControlPlane;
  let older: KubernetesObject[] = [];
  let newer: KubernetesObject[] = [];

  before(async () => {
    plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
    older = await readCrds('ossm-bundle/3.0.0-tp.1/manifests');
    newer = await readCrds('ossm-bundle/3.3.6/manifests');
  });
  after(() => plane.stop());

  const kubectlApply = (object: unknown): Promise<string> =>
    kubectl(plane, ['apply', '--server-side', '--force-conflicts', '-f', '-'], object);
  const objectsAt = async (client: Client, version: string): Promise<any[]> => {
    const lists = MIGRATED.map((plural) => listAt(client, `/apis/${GROUP}/${version}/${plural}`));
    return (await Promise.all(lists)).flat();
  };
  const liveOf = (client: Client, crds: readonly KubernetesObject[]): Promise<any[]> =>
    Promise.all(crds.map((crd) => readCrd(client, crd)));
  const isMigrated = (crd: KubernetesObject): boolean =>
    MIGRATED.includes(crd.metadata.name.replace(`.${GROUP}`, ''));

  test('loses nothing but what is accepted, and can be applied afterwards', async (t) => {
    const client = testClient(t, plane);
    await Promise.all(older.map((crd) => installCrd(client, crd)));
    await kubectlApply(istio('openshift-gateway-api', 'v1alpha1', 'v1.23.0'));
    await kubectl(
      plane,
      ['apply', '-f', '-'],
      istio('users', 'v1alpha1', 'v1.23.0', { revisionTags: ['prod'] }),
    );
    await kubectl(plane, ['create', '-f', '-'], revision('local', 'Local'));
    await kubectl(plane, ['create', '-f', '-'], revision('remote', 'Remote'));
    await writeStatus(plane, [`istiorevisions.${GROUP}`, 'remote'], { state: 'Healthy' });
    await kubectl(plane, ['apply', '-f', '-'], RULE);
    const objects = await objectsAt(client, 'v1alpha1');
    assert.equal(objects.length, 4);

    const crdsBefore = await liveOf(client, older);
    const refused = await Promise.all(newer.filter(isMigrated).map((crd) => upgrade(client, crd)));
    assert.deepEqual(
      refused
        .flatMap(({ problems }) => problems.map(({ at }) => `${at?.object} ${at?.field}`))
        .toSorted(),
      [`Istio.${GROUP} users spec.values.revisionTags`, `IstioRevision.${GROUP} remote spec.type`],
    );
    const crdsAfter = await liveOf(client, older);
    assert.deepEqual(
      crdsAfter.map(
        (crd, index) =>
          crd?.metadata.resourceVersion === crdsBefore[index].metadata.resourceVersion,
      ),
      // The one without objects had nothing to lose.
      crdsAfter.map((crd) => crd.metadata.name !== `istiocnis.${GROUP}`),
    );

    const options = { mayDrop: MAY_DROP, neededVersions: ['v1'], isRollback: false };
    for (const crd of newer) {
      if ((await readCrd(client, crd)) === undefined) await installCrd(client, crd);
      else assert.deepEqual((await upgrade(client, crd, options)).problems, []);
    }
    for (const crd of (await liveOf(client, newer)).filter(isMigrated)) {
      assert.deepEqual(crd.status.storedVersions, ['v1'], crd.metadata.name);
    }
    const now = await objectsAt(client, 'v1');
    assert.equal(now.length, objects.length);
    for (const object of objects) {
      const { spec, status, metadata, kind } = now.find(
        ({ metadata: { uid } }) => uid === object.metadata.uid,
      );
      const { type: _, ...kept } = object.spec;
      delete kept.values.revisionTags;
      assert.deepEqual(spec, kept);
      assert.deepEqual(status, object.status);
      assert.deepEqual(managedVersions({ metadata }), [`${GROUP}/v1`], kind);
    }
    const pathOf = ({ kind, metadata }: any) =>
      `/apis/${GROUP}/v1/${kind.toLowerCase()}s/${metadata.name}`;
    await assertAppliable(client, pathOf, now);
    await kubectlApply(istio('openshift-gateway-api', 'v1', 'v1.28.10'));
    await applyAt(
      client,
      pathOf({ kind: 'Istio', metadata: { name: 'users' } }),
      istio('users', 'v1', 'v1.28.10'),
    );
  });

  test('does not go back to CRDs that could not serve the older release', async (t) => {
    const client = testClient(t, plane);
    for (const isRollback of [true, undefined]) {
      const decisions = await Promise.all(
        older.map(async (crd) => {
          const { group } = crdInfo(crd) ?? {};
          const neededVersions = crd.metadata.name === `istios.${GROUP}` ? ['v1alpha1'] : [];
          // Only what is about to be refused or kept may be tried on CRDs that others need.
          if (isRollback === undefined && group !== GROUP) return '';
          const { decision } = await upgrade(client, crd, { neededVersions, isRollback });
          return `${decision.action} ${crd.metadata.name}`;
        }),
      );
      assert.ok(decisions.includes(`refuse istios.${GROUP}`));
      assert.ok(decisions.includes(`keep istiorevisions.${GROUP}`));
      if (isRollback === true)
        assert.ok(decisions.includes('keep destinationrules.networking.istio.io'));
      // The one that the newer release does not have is as it was.
      assert.ok(decisions.includes(`apply remoteistios.${GROUP}`));
    }
    const rules = await listAt(client, '/apis/networking.istio.io/v1beta1/destinationrules');
    assert.deepEqual(
      rules.map(({ spec }) => spec),
      [RULE.spec],
    );
  });
});
