import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import { testClient } from './support/client.ts';
import { kubectl, untilServed } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { BREAKAGES } from './support/traffic/breakages.ts';
import { PATHS, applyHello, control, hello } from './support/traffic/hello.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

/*
 * The enhancement's test plan in clusters without controllers: the test writes what these would say, so that each
 * state is what it is meant to be.
 */

type Problem = { code: string; hint: string; at?: { object?: string; field?: string } };

suite('the way of traffic in status', { ...needsUpstream, concurrency: true }, () => {
  for (const version of ['v1.1.0', 'v1.6.1']) {
    test(`with Gateway API ${version}`, async (t) => {
      const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
      t.after(() => plane.stop());
      const client = testClient(t, plane);
      const status = (...flags: string[]) =>
        runProgram(['status', '--kubeconfig', plane.kubeconfig, '--timeout', '60s', ...flags]);

      const without = await status();
      assert.deepEqual([without.status, without.stderr], [0, '']);
      assert.equal(without.stdout, 'nothing is installed, and nothing was applied');

      const crds = path.join(UPSTREAM, 'gateway-api', version);
      await kubectl(plane, ['apply', '--server-side', '-k', crds]);
      for (const plural of ['gatewayclasses', 'gateways', 'httproutes', 'grpcroutes']) {
        // oxlint-disable-next-line no-await-in-loop -- each for itself
        await untilServed(plane, `${plural}.gateway.networking.k8s.io`);
      }
      await untilServed(plane, 'referencegrants.v1beta1.gateway.networking.k8s.io');
      const repair = async (): Promise<void> => {
        await applyHello(client, hello());
        await control(client, {});
      };
      const isHealthy = async (): Promise<void> => {
        const { status: exit, stderr } = await status();
        assert.deepEqual([exit, stderr], [0, '']);
      };

      await t.test('is healthy from end to end', async () => {
        await repair();
        const { status: exit, stdout, stderr } = await status();
        assert.deepEqual([exit, stderr], [0, '']);
        assert.equal(
          stdout.slice(stdout.indexOf('GatewayClass')),
          `GatewayClass mesh: ok (example.com/controller)
└─ Gateway hello/web: ok (10.44.0.0)
   ├─ listener http: ok (HTTP 8080 *.example.com, 1 attached)
   │  └─ HTTPRoute hello/hello: ok
   │     └─ Service hello/hello port 80: ok (1 of 1 endpoints ready)
   └─ listener https: ok (HTTPS 8443, 1 attached)
      └─ GRPCRoute hello/greeter: ok
         └─ Service backends/greeter port 80: ok (1 of 1 endpoints ready)`,
        );
        const table = await status('-o', 'table');
        assert.match(table.stdout, /^ {6}HTTPRoute hello\/hello +ok$/m);
      });

      for (const { name, change, words, expected } of BREAKAGES) {
        // oxlint-disable-next-line no-await-in-loop -- they share the objects
        await t.test(name, async () => {
          const objects = hello();
          change?.(objects);
          await applyHello(client, objects);
          if (words !== 'silent') await control(client, words ?? {});
          const broken = await status('-o', 'json');
          const { problems, exitStatus } = JSON.parse(broken.stdout) as {
            problems: Problem[];
            exitStatus: number;
          };
          const found = problems.map(({ code, at }) =>
            [at?.object, at?.field]
              .filter((part) => part !== undefined)
              .join(' ')
              .concat(`: ${code}`),
          );
          assert.deepEqual([broken.status, exitStatus, found], [5, 5, [expected]]);
          assert.ok(problems.every(({ hint }) => hint !== ''));
          await repair();
          await isHealthy();
        });
      }

      await t.test('sees a certificate of another type without reading it', async () => {
        await client.request({ method: 'DELETE', path: PATHS.secret });
        const opaque = { ...hello().secret, type: 'Opaque' };
        await kubectl(plane, ['create', '-f', '-'], opaque);
        // Its controller takes it: the specification leaves that to controllers.
        await isHealthy();
        const refused = { type: 'ResolvedRefs', status: 'False', reason: 'InvalidCertificateRef' };
        await control(client, { listeners: { https: [{ ...refused, message: 'wrong type' }] } });
        const { status: exit, stderr } = await status();
        assert.equal(exit, 5);
        assert.match(
          stderr,
          /its certificate Secret hello\/certificate is not of type kubernetes.io\/tls .*\[certificate-type\]/,
        );
        await client.request({ method: 'DELETE', path: PATHS.secret });
        await repair();
        await isHealthy();
      });
    });
  }
});
