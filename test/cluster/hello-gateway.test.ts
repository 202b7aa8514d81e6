import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { readLock } from '../../src/release/lock.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { testClient } from './support/client.ts';
import { RECENT_RELEASE, rebaseGatewayApi } from './support/gateway-api.ts';
import { condition, getObject, kubectl, writeStatus } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import {
  ADDRESS,
  APPLICATION,
  BACKENDS,
  GATEWAY_CLASS,
  ROUTER,
  application,
  dataPlane,
  grant,
  httpRoute,
  router,
} from './support/traffic/hello-gateway.ts';
import { giveAddress, playGatewayController } from './support/traffic/play-controller.ts';
import type { Word } from './support/traffic/play-controller.ts';
import { deployment, temporaryDirectory, writeTree } from './support/trees.ts';
import { needsUpstream } from './support/upstream.ts';

/*
 * The enhancement's test plan with the real component: a Gateway with a wildcard listener, an HTTPRoute and a
 * GRPCRoute for a hello service, beside MicroShift's router. Pods, endpoints and workloads are those of real controllers
 * on a simulated node; what the control plane of the mesh would say, whose image cannot run here, the test writes.
 */

const GROUP = 'gateway.networking.k8s.io';
const ROUTES = ['httproutes', 'grpcroutes'];

suite('the hello service behind a Gateway', needsUpstream, () => {
  let plane: ControlPlane;
  before(async () => {
    plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: true });
  });
  after(() => plane.stop());

  const run = (command: string, ...args: string[]) =>
    runProgram([command, ...args, '--kubeconfig', plane.kubeconfig, '--timeout', '120s']);
  const list = (items: object[]): object => ({ apiVersion: 'v1', kind: 'List', items });
  const create = (objects: object[]): Promise<string> =>
    kubectl(plane, ['apply', '--server-side', '--force-conflicts', '-f', '-'], list(objects));

  /** Rebases the component, and applies it with the application as one plan. */
  const install = async (t: TestContext): Promise<{ release: string; tree: string }> => {
    const directory = await temporaryDirectory(t);
    const release = path.join(directory, 'release');
    const rebased = await rebaseGatewayApi(RECENT_RELEASE, release);
    assert.equal(rebased.status, 0, rebased.stderr);
    const tree = path.join(release, 'manifests.d/000-microshift-gateway-api');
    await create(router());
    const applied = await run('apply', await writeTree(directory, 'hello', application()), tree);
    assert.equal(applied.status, 0, applied.stderr);
    await create([deployment(GATEWAY_CLASS, `istiod-${GATEWAY_CLASS}`), ...dataPlane()]);
    return { release, tree };
  };

  /** Resolves when the endpoints of a Service are ready, or none is. */
  const untilReady = async (namespace: string, service: string, ready: boolean): Promise<void> => {
    const slice = ['endpointslice', '-n', namespace, '-l', `kubernetes.io/service-name=${service}`];
    const wanted = `--for=jsonpath={.endpoints[0].conditions.ready}=${ready}`;
    await kubectl(plane, ['wait', ...slice, wanted, '--timeout=60s']);
  };

  const markPods = async (ready: 'True' | 'False'): Promise<void> => {
    const { items } = await getObject(plane, ['pods', '-n', APPLICATION, '-l', 'app=hello']);
    for (const { metadata } of items) {
      const conditions = [{ type: 'Ready', status: ready }];
      const patch = ['--subresource=status', '-p', JSON.stringify({ status: { conditions } })];
      // oxlint-disable-next-line no-await-in-loop -- one
      await kubectl(plane, ['patch', 'pod', '-n', APPLICATION, metadata.name, ...patch]);
    }
    await untilReady(APPLICATION, 'hello', ready === 'True');
  };

  test('is healthy end to end; each breakage has its cause, and heals', async (t) => {
    const client = testClient(t, plane);
    const { release, tree } = await install(t);
    const control = (words: Record<string, Word[]> = {}): Promise<void> =>
      playGatewayController(client, { routes: ROUTES, address: ADDRESS, words });

    await giveAddress(client, ROUTER, 'router-default', ADDRESS);
    await giveAddress(client, APPLICATION, `web-${GATEWAY_CLASS}`, ADDRESS);
    await control();
    await writeStatus(plane, ['istios.sailoperator.io', GATEWAY_CLASS], {
      observedGeneration: 1,
      conditions: [condition('Ready', 'True')],
    });
    const healthy = await run('healthcheck', tree);
    assert.equal(healthy.status, 0, healthy.stderr);
    await untilReady(APPLICATION, 'hello', true);
    await untilReady(BACKENDS, 'greeter', true);

    await t.test('the whole way, and the release that serves it', async () => {
      const { status, stdout, stderr } = await run('status', tree, '-o', 'json');
      assert.deepEqual([status, stderr], [0, '']);
      const { trees, traffic, problems } = JSON.parse(stdout);
      assert.deepEqual(problems, []);
      assert.deepEqual(chains(traffic.links).toSorted(), [
        `GatewayClass ${GATEWAY_CLASS} ok → Gateway web ok → listener demo ok → GRPCRoute greeter ok → Service greeter ok`,
        `GatewayClass ${GATEWAY_CLASS} ok → Gateway web ok → listener demo ok → HTTPRoute hello ok → Service hello ok`,
      ]);
      const [component] = trees;
      const { sources, version } = await readLock(release);
      assert.deepEqual(
        component.sources.map(({ name, digest }: any) => [name, digest]),
        sources.map(({ name, digest }) => [name, digest]),
      );
      assert.deepEqual([component.version, component.applied.release], [version, version]);
      assert.deepEqual([component.missing, component.changed, component.pending], [[], [], []]);
      // The operator, and what it makes.
      assert.equal(component.resources.pods, 2);
      assert.equal(component.healthy, true);

      const people = await run('status', tree);
      assert.deepEqual([people.status, people.stderr], [0, '']);
      assert.match(
        people.stdout,
        /\n {3}└─ listener demo: ok \(HTTP 8080 \*\.apps\.example\.com, 1 attached\)\n/,
      );
    });

    type Breakage = {
      name: string;
      breakIt: () => Promise<unknown>;
      words?: Record<string, Word[]>;
      heal: () => Promise<unknown>;
      expected: string;
    };
    const refused: Word = { type: 'ResolvedRefs', status: 'False', reason: 'RefNotPermitted' };
    const unmatched: Word = {
      type: 'Accepted',
      status: 'False',
      reason: 'NoMatchingListenerHostname',
    };
    const breakages: Breakage[] = [
      {
        name: 'the pod is not ready',
        breakIt: () => markPods('False'),
        heal: () => markPods('True'),
        expected: `Service ${APPLICATION}/hello port 80: no-ready-endpoints`,
      },
      {
        name: 'the grant is gone',
        breakIt: () => kubectl(plane, ['delete', 'referencegrant', '-n', BACKENDS, 'hello']),
        words: { greeter: [refused] },
        heal: () => create([grant()]),
        expected: `Service ${BACKENDS}/greeter port 80: reference-not-granted`,
      },
      {
        name: 'the hostname is not one of the listener',
        breakIt: () => create([httpRoute('hello.example.org')]),
        words: { hello: [unmatched] },
        heal: () => create([httpRoute()]),
        expected: `HTTPRoute.${GROUP} ${APPLICATION}/hello: hostname-mismatch`,
      },
    ];
    for (const { name, breakIt, words, heal, expected } of breakages) {
      // oxlint-disable-next-line no-await-in-loop -- they share the objects
      await t.test(name, async () => {
        await breakIt();
        await control(words);
        const broken = await run('status', tree, '-o', 'json');
        const { problems } = JSON.parse(broken.stdout);
        const found = problems.map(
          ({ code, at }: any) =>
            `${[at.object, at.field].filter((part) => part !== undefined).join(' ')}: ${code}`,
        );
        assert.deepEqual([broken.status, found], [5, [expected]], broken.stderr);
        await heal();
        await control();
        const healed = await run('status', tree);
        assert.deepEqual([healed.status, healed.stderr], [0, '']);
      });
    }
  });
});

/** Each way from its beginning to its end. */
function chains(links: any[]): string[] {
  return links.flatMap(({ kind, name, part = '', state, links: below = [] }) => {
    const own = `${part.startsWith('listener') ? part : `${kind} ${name}`} ${state}`;
    const further = chains(below);
    return further.length === 0 ? [own] : further.map((rest) => `${own} → ${rest}`);
  });
}
