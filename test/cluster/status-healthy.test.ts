import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { testClient } from './support/client.ts';
import { COMPONENT, component, operand } from './support/healthy/component.ts';
import { metricsCrds, metricsOf, openShiftRouteCrd } from './support/healthy/crds.ts';
import { ADDRESS, BALANCED, ROUTES, traffic } from './support/healthy/traffic.ts';
import { getObject, kubectl, untilServed } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { giveAddress, playGatewayController } from './support/traffic/play-controller.ts';
import { describeTree, temporaryDirectory, writeTree } from './support/trees.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

/*
 * No false alarm: a cluster with controllers in which there is a bit of everything, and nothing is wrong.
 */

suite('a healthy cluster of many shapes', needsUpstream, () => {
  let plane: ControlPlane;
  before(async () => {
    plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: true });
  });
  after(() => plane.stop());

  test('gives no alarm, and says what its pods take', async (t) => {
    const client = testClient(t, plane);
    const kubeconfig = ['--kubeconfig', plane.kubeconfig];
    const tree = await writeTree(await temporaryDirectory(t), COMPONENT, component());
    const declared = { kind: 'Deployment', namespace: COMPONENT, name: 'operand' };
    await describeTree(tree, { version: '1.0.0', health: { workloads: [declared] } });
    const run = (command: string, ...args: string[]) =>
      runProgram([command, ...args, ...kubeconfig, '--timeout', '120s']);

    const applied = await run('apply', tree);
    assert.equal(applied.status, 0, applied.stderr);
    await kubectl(plane, ['apply', '-f', '-'], operand());

    const crds = path.join(UPSTREAM, 'gateway-api/v1.6.1');
    await kubectl(plane, ['apply', '--server-side', '-k', crds]);
    await kubectl(plane, ['apply', '-f', '-'], openShiftRouteCrd());
    const gatewayKinds = ['gatewayclasses', 'gateways', 'listenersets', 'referencegrants'];
    for (const plural of [...gatewayKinds, ...ROUTES]) {
      // oxlint-disable-next-line no-await-in-loop -- each for itself
      await untilServed(plane, `${plural}.gateway.networking.k8s.io`);
    }
    await untilServed(plane, 'routes.route.openshift.io');
    const list = { apiVersion: 'v1', kind: 'List', items: traffic() };
    await kubectl(plane, ['apply', '--server-side', '-f', '-'], list);
    for (const [namespace, name] of [...BALANCED, [COMPONENT, 'balanced'] as const]) {
      // oxlint-disable-next-line no-await-in-loop -- few
      await giveAddress(client, namespace, name, ADDRESS);
    }
    await playGatewayController(client, { routes: ROUTES, address: ADDRESS });
    for (const namespace of ['healthy-shop', 'healthy-other']) {
      const flags = ['-n', namespace, '--all', '--for=condition=Available', '--timeout=120s'];
      // oxlint-disable-next-line no-await-in-loop -- few
      await kubectl(plane, ['wait', 'deployment', ...flags]);
    }

    const healthy = await run('healthcheck', tree);
    assert.equal(healthy.status, 0, healthy.stderr);
    await untilEndpoints(plane, 'healthy-shop', ['hello', 'names']);
    await untilEndpoints(plane, 'healthy-other', ['greeter']);

    // What OpenShift's controllers do to a namespace, and anybody's to a Deployment.
    const annotation = 'openshift.io/sa.scc.uid-range=1000/1000';
    await kubectl(plane, ['annotate', 'namespace', COMPONENT, annotation]);
    await kubectl(plane, ['-n', COMPONENT, 'scale', 'deployment', 'scaled', '--replicas=2']);
    const scaled = await run('healthcheck', tree);
    assert.equal(scaled.status, 0, scaled.stderr);

    const { status, stdout, stderr } = await run('status', tree);
    assert.deepEqual([status, stderr], [0, ''], stdout);
    assert.doesNotMatch(stdout, /broken|pending|missing|changed|cause/);
    assert.match(stdout, /^healthy-component +1\.0\.0 +1\.0\.0 20\S+ +29 objects +healthy$/m);
    // 2 of the operator, 2 that are scaled, the database, an agent, and what the operator makes; no Job that has ended.
    assert.match(
      stdout,
      /^healthy-component: 7 pods, requesting 600m of 64000m CPU and 384Mi of 262144Mi memory$/m,
    );
    assert.match(stdout, /^all pods: requesting \d+m of 64000m CPU/m);
    for (const kind of ['TCPRoute', 'UDPRoute', 'TLSRoute', 'GRPCRoute', 'ListenerSet']) {
      assert.match(stdout, new RegExp(`${kind} healthy-shop/\\w+: ok`));
    }

    await t.test('and what they use, where that is measured', async () => {
      for (const crd of metricsCrds()) {
        // oxlint-disable-next-line no-await-in-loop -- two
        await kubectl(plane, ['apply', '-f', '-'], crd);
      }
      await untilServed(plane, 'pods.metrics.k8s.io');
      await untilServed(plane, 'nodes.metrics.k8s.io');
      const nothingYet = await run('status', tree);
      assert.doesNotMatch(nothingYet.stdout, /using/);
      const { items } = await getObject(plane, ['pods', '-n', COMPONENT]);
      const measured = [
        ...items
          .filter(({ metadata }: any) => metadata.labels.app === 'operator')
          .map(({ metadata: { namespace, name } }: any) =>
            metricsOf('PodMetrics', { namespace, name }, { cpu: '1500000n', memory: '20480Ki' }),
          ),
        metricsOf('NodeMetrics', { name: 'simulated' }, { cpu: '2500m', memory: '8Gi' }),
      ];
      await kubectl(plane, ['create', '-f', '-'], {
        apiVersion: 'v1',
        kind: 'List',
        items: measured,
      });
      const used = await run('status', tree);
      assert.deepEqual([used.status, used.stderr], [0, '']);
      assert.match(used.stdout, /^healthy-component: 7 pods, .*; using 3m and 40Mi$/m);
      assert.match(used.stdout, /^all pods: .*; using 2500m and 8192Mi$/m);
      const json = JSON.parse((await run('status', tree, '-o', 'json')).stdout);
      assert.deepEqual(json.trees[0].resources, {
        pods: 7,
        requests: { cpu: 0.6, memory: 384 * 2 ** 20 },
        uses: { cpu: 0.003, memory: 40 * 2 ** 20 },
      });
      assert.deepEqual(json.nodes.allocatable, { cpu: 64, memory: 2 ** 38 });
    });
  });
});

/** Resolves when every pod behind some Services is in their EndpointSlices, and ready. */
async function untilEndpoints(
  plane: ControlPlane,
  namespace: string,
  services: readonly string[],
): Promise<void> {
  for (const service of services) {
    const slice = ['endpointslice', '-n', namespace, '-l', `kubernetes.io/service-name=${service}`];
    const ready = '--for=jsonpath={.endpoints[0].conditions.ready}=true';
    // oxlint-disable-next-line no-await-in-loop -- few
    await kubectl(plane, ['wait', ...slice, ready, '--timeout=60s']);
  }
}
