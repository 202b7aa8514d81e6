import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { execa } from 'execa';
import * as fc from 'fast-check';
import pLimit from 'p-limit';
import type { Client } from '../../src/cluster/client.ts';
import { resourceOf, resourcePath } from '../../src/cluster/resource.ts';
import { UserError } from '../../src/errors.ts';
import { expose } from '../../src/expose/expose.ts';
import type { Exposed } from '../../src/expose/expose.ts';
import { formatStream } from '../../src/expose/format-directory.ts';
import { parseIngressOptions } from '../../src/expose/from-ingress/ingress-options.ts';
import { leftoverParagraphs, migrate } from '../../src/expose/from-ingress/migrate.ts';
import { readInput } from '../../src/expose/from-ingress/read-input.ts';
import { STANDARD_1_1, readGatewayApi } from '../../src/expose/gateway-api.ts';
import type { GatewayApi } from '../../src/expose/gateway-api.ts';
import { judgeObjects } from '../../src/expose/judge-objects.ts';
import type { ExposeFlags } from '../../src/expose/options/flags.ts';
import { parseOptions } from '../../src/expose/options/parse-options.ts';
import { definedKinds, kindInfo } from '../../src/manifest/crd.ts';
import { toJsonText } from '../../src/manifest/json.ts';
import { objectId } from '../../src/manifest/object.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { formatYaml, parseYaml } from '../../src/manifest/yaml.ts';
import { readManifests } from '../../src/manifest/read-manifests.ts';
import { readTree } from '../../src/tree/read-tree.ts';
import { anyInput } from '../unit/expose/from-ingress/support/inputs.ts';
import { pairwise } from '../unit/expose/support/choices.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import { testClient } from './support/client.ts';
import { kubectl, untilServed } from './support/kubectl.ts';
import type { Cluster } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

/*
 * Everything that expose writes passes what only an API server knows of it: structure, defaults, CEL.
 */

const NAMESPACES = ['shop', 'gateways', 'backends', 'certificates', 'other'];

suite('what expose writes', { ...needsUpstream, concurrency: true }, () => {
  for (const version of ['v1.1.0', 'v1.6.1']) {
    test(`with Gateway API ${version}`, async (t) => {
      const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
      t.after(() => plane.stop());
      const client = testClient(t, plane);
      const component = path.join(UPSTREAM, 'gateway-api', version);
      await kubectl(plane, ['apply', '--server-side', '-k', component]);
      const issuers = await applyIssuers(plane, await temporaryDirectory(t));
      for (const namespace of NAMESPACES) await kubectl(plane, ['create', 'namespace', namespace]);
      for (const plural of ['gateways', 'httproutes', 'grpcroutes', 'referencegrants']) {
        await untilServed(plane, `${plural}.gateway.networking.k8s.io`);
      }
      await untilServed(plane, 'clusterissuers.cert-manager.io');
      const served = readGatewayApi(
        (await readTree(component)).objects.map(({ manifest }) => manifest.object()),
      );
      assert.ok(served);
      const crds = [...served.crds, ...issuers];
      assert.equal(served.kinds.has('ListenerSet'), version === 'v1.6.1');

      await t.test('is taken, whatever is chosen', async () => {
        for (const api of [STANDARD_1_1, served]) {
          const { rows } = pairwise((flags) => isAccepted(flags, api));
          assert.ok(rows.length > 80, `${rows.length} rows`);
          const all = rows.map(({ flags }, index) =>
            expose(parseOptions(`row${index}`, flags, api), api),
          );
          const objects = all.flatMap((each) => each.objects.map(({ object }) => object));
          // What the program's own check says of them, it says before the server does.
          judgeObjects(new Map(objects.map((object, index) => [`${index}.yaml`, object])), served);
          const streams = [
            ...all.map((each) => formatStream(each, ['Remarks.'])),
            ...all.flatMap(patched),
          ];
          await dryRun(client, streams, crds);
        }
      });

      await t.test('is taken when it comes from Ingresses and Routes', async () => {
        const inputs = fc.sample(anyInput, { numRuns: 300, seed: 7 });
        const all = inputs.flatMap((input, index) => {
          const flags = { class: 'example', redirect: index % 2 === 0 };
          return migrated(`m${index}`, flags, input, served);
        });
        assert.ok(all.length > 150, `${all.length} outputs`);
        const objects = all.flatMap(({ exposed }) => exposed.objects.map(({ object }) => object));
        judgeObjects(new Map(objects.map((object, index) => [`${index}.yaml`, object])), served);
        const streams = all.map(({ exposed, leftovers }) =>
          formatStream(exposed, leftoverParagraphs(leftovers)),
        );
        await dryRun(client, streams, crds);
      });

      await t.test('is a directory that apply takes, and a patch of a Gateway', async (inner) => {
        const out = path.join(await temporaryDirectory(inner), 'shop');
        const common = ['--service', 'shop:8080', '--namespace', 'shop', '--component', component];
        const shared = ['shared', '--host', 'x.example.com', '--class', 'example', ...common];
        const gateway = await runProgram(['expose', ...shared]);
        assert.equal(gateway.status, 0, gateway.stderr);
        await execa(plane.kubectl, ['apply', '-f', '-'], {
          env: { KUBECONFIG: plane.kubeconfig },
          input: gateway.stdout,
        });
        const flags = ['--gateway', 'shop/shared', '--add-listener', 'patch', '--self-signed'];
        const exposed = await runProgram([
          'expose',
          'shop',
          '--host',
          'shop.example.com',
          ...common,
          ...flags,
          '--out',
          out,
        ]);
        assert.deepEqual([exposed.status, exposed.stderr], [0, '']);
        const dry = await runProgram(['apply', out, '--dry-run', '--kubeconfig', plane.kubeconfig]);
        assert.deepEqual([dry.status, dry.stderr.match(/^error.*/gm)], [0, null], dry.stderr);
        const patch = path.join(out, 'gateway-listener-patch.yaml');
        await kubectl(plane, [
          'patch',
          'gateway',
          'shared',
          '-n',
          'shop',
          '--type',
          'json',
          '--patch-file',
          patch,
        ]);
        // As the owner of the Gateway would.
        const owner = await temporaryDirectory(inner, {
          'gateway.yaml': gateway.stdout,
          'gateway-listener-patch.yaml': await readFile(patch, 'utf8'),
          'kustomization.yaml': formatYaml({
            resources: ['gateway.yaml'],
            patches: [
              {
                path: 'gateway-listener-patch.yaml',
                target: { kind: 'Gateway', namespace: 'shop', name: 'shared' },
              },
            ],
          }),
        });
        const built = await kubectl(plane, ['kustomize', owner]);
        const names = readManifests(built, 'built').flatMap(({ object }) =>
          object.kind === 'Gateway'
            ? (object.spec as any).listeners.map(({ name }: any) => name)
            : [],
        );
        assert.deepEqual(names, ['http', 'shop-http', 'shop-https']);
      });
    });
  }
});

function isAccepted(flags: ExposeFlags, api: GatewayApi): boolean {
  try {
    parseOptions('shop', flags, api);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** What becomes of an input; nothing where nothing of it can be carried over. */
function migrated(name: string, flags: ExposeFlags, input: string, api: GatewayApi) {
  try {
    return [migrate(readInput(input, name, 'shop'), parseIngressOptions(name, flags), api)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.match(error.message, /nothing-carried-over|ingress-missing/);
    return [];
  }
}

/** The listeners of a patch, as those of a Gateway. */
function patched({ others }: Exposed): string[] {
  return [...others.values()].map((text) => {
    const operations = parseYaml(text, 'patch')[0]?.value as { value: unknown }[];
    return formatYaml({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'patched', namespace: 'gateways' },
      spec: { gatewayClassName: 'example', listeners: operations.map(({ value }) => value) },
    });
  });
}

/**
 * Applies streams without doing it, as strictly as it can be done: what the server says of each object. The names of
 * objects differ from stream to stream.
 */
async function dryRun(
  client: Client,
  streams: readonly string[],
  crds: readonly KubernetesObject[],
): Promise<void> {
  const defined = definedKinds(crds);
  const limit = pLimit(16);
  const refusals = await Promise.all(
    streams.flatMap((stream, index) =>
      readManifests(stream, `stream ${index}`).map(({ object, file }) =>
        limit(async (): Promise<string[]> => {
          const kind = kindInfo(objectId(object), defined);
          assert.ok(kind, object.kind);
          const place = resourcePath(
            resourceOf(object.apiVersion, kind, objectId(object)),
            object.metadata.name,
          );
          return client
            .request({
              method: 'PATCH',
              path: `${place}?fieldManager=test&force=true&fieldValidation=Strict&dryRun=All`,
              contentType: 'application/apply-patch+yaml',
              body: toJsonText(object),
            })
            .then(
              () => [],
              (error: unknown) => [
                `${file}: ${object.kind} ${object.metadata.name}: ${String(error)}`,
              ],
            );
        }),
      ),
    ),
  );
  assert.deepEqual(refusals.flat(), []);
}

/** Of what issues certificates, the CRDs alone: nobody answers its webhooks. */
async function applyIssuers(cluster: Cluster, directory: string): Promise<KubernetesObject[]> {
  const file = path.join(UPSTREAM, 'manifests', 'cert-manager-v1.21.1.yaml');
  const crds = readManifests(await readFile(file, 'utf8'), file)
    .map(({ object }) => object)
    .filter(({ kind }) => kind === 'CustomResourceDefinition');
  const target = path.join(directory, 'crds.yaml');
  await writeFile(target, crds.map((crd) => formatYaml(crd)).join('---\n'));
  await kubectl(cluster, ['apply', '--server-side', '-f', target]);
  return crds;
}
