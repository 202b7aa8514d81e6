import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import { RECENT_RELEASE, rebaseGatewayApi } from './support/gateway-api.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { applyTrees, exists, isUntouched, removeTrees } from './support/removal.ts';
import { configMap, namespace, temporaryDirectory } from './support/trees.ts';
import { needsUpstream } from './support/upstream.ts';

const GATEWAY = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    gatewayClassName: 'openshift-gateway-api',
    listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
  },
};

suite('removing the component that the project is about', needsUpstream, () => {
  test("keeps users' Gateways until it is told otherwise, and nothing else", async (t) => {
    const plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: true });
    t.after(() => plane.stop());
    const out = path.join(await temporaryDirectory(t), 'out');
    const rebased = await rebaseGatewayApi(RECENT_RELEASE, out);
    assert.equal(rebased.status, 0, rebased.stderr);
    const tree = path.join(out, 'manifests.d/000-microshift-gateway-api');
    await applyTrees(plane, [tree]);
    for (const object of [namespace('shop'), GATEWAY, configMap('shop', 'mine')]) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      await kubectl(plane, ['create', '-f', '-'], object);
    }
    const gateway = ['gateway/web', '-n', 'shop'];
    const before = await getObject(plane, gateway);
    const listed = ['get', 'crd', '-o', 'name'];
    const crds = await kubectl(plane, listed);

    const kept = await removeTrees(plane, [tree]);
    assert.equal(kept.status, 0, kept.stderr);
    assert.deepEqual(await getObject(plane, gateway), before);
    assert.equal(await kubectl(plane, listed), crds);
    assert.match(
      kept.stdout,
      /^kept .*gateways\.gateway\.networking.*: CRDs.*it has 1 object: shop\/web$/m,
    );
    assert.equal(await exists(plane, ['namespace/openshift-gateway-api']), false);
    assert.equal(await exists(plane, ['gatewayclass/openshift-gateway-api']), false);
    const actions = new Map(kept.report.objects.map(({ kind, action }) => [kind, action]));
    assert.deepEqual([...new Set(actions.values())].toSorted(), ['deleted', 'kept']);

    const gone = await removeTrees(plane, [tree], ['--crds', '--timeout', '120s']);
    assert.equal(gone.status, 0, gone.stderr);
    assert.equal(await kubectl(plane, listed), '');
    assert.match(gone.stderr, /^deleted {4}Gateway\.gateway\.networking\.k8s\.io shop\/web /m);
    assert.ok(await isUntouched(plane, ['configmap/mine', '-n', 'shop']));
  });
});
