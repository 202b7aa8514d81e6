import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { apply as applyChosen } from '../../src/commands/apply.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { createFaultProxy } from './support/fault-proxy/fault-proxy.ts';
import type { FaultProxy } from './support/fault-proxy/fault-proxy.ts';
import { IN_BOTH, NEWER, OLDER, gatewayApi } from './support/gateway-api-crds.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { apply, applyCommand, noteOf, writeRelease } from './support/releases.ts';
import type { ApplyReport, Release } from './support/releases.ts';
import { exists, removeTrees } from './support/removal.ts';
import { configMap, namespace, temporaryDirectory } from './support/trees.ts';
import { needsUpstream } from './support/upstream.ts';

/*
 * Components that each bring the CRDs of the Gateway API, so that each works alone, in the same version or another
 * one. The tests follow each other on one control plane, and each leaves it empty: a CRD is everybody's.
 */

const SHARED = 'shared-objects';
const DOMAIN = 'gateway.networking.k8s.io';
const CRD = `gateways.${DOMAIN}`;
const RULE = {
  what: 'mesh',
  version: 'v1.28.0',
  source: 'gateway-api',
  domain: DOMAIN,
  versions: '>=1.5.0',
  because: 'it never becomes ready',
  evidence: 'https://example.com/issues/1',
};

suite('objects that several trees have', needsUpstream, () => {
  let plane: ControlPlane;

  before(async () => {
    plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: true });
  });
  after(() => plane.stop());

  /** A tree with these CRDs, a namespace that others have too, and a ConfigMap of its own. */
  const component = (
    directory: string,
    name: string,
    crds: object[],
    rest: Partial<Release> = {},
  ): Promise<string> =>
    writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [...crds, namespace(SHARED), configMap(SHARED, name)],
      ...rest,
    });

  const crdMarks = async (): Promise<string[]> => {
    const { annotations } = (await getObject(plane, ['crd', CRD])).metadata;
    return [annotations[`${DOMAIN}/bundle-version`], annotations[`${DOMAIN}/channel`]];
  };
  /** The uids and generations of all CRDs and of the shared namespace. */
  const sharedState = (): Promise<string> =>
    kubectl(plane, [
      'get',
      'crd',
      `namespace/${SHARED}`,
      '-o',
      'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{"\\n"}{end}',
    ]).catch(() => '');
  /** The uids and generations of the CRDs that both versions have. */
  const crdState = (): Promise<string> =>
    kubectl(plane, [
      'get',
      ...IN_BOTH.map((plural) => `crd/${plural}.${DOMAIN}`),
      '-o',
      'jsonpath={range .items[*]}{.metadata.name} {.metadata.uid} {.metadata.generation}{"\\n"}{end}',
    ]);

  const assertEmpty = async (): Promise<void> => {
    assert.equal(await kubectl(plane, ['get', 'crd', '-o', 'name']), '');
    assert.equal(await exists(plane, [`namespace/${SHARED}`]), false);
  };

  /** Applies trees, which has to end well. */
  const good = async (trees: readonly string[]): Promise<ApplyReport> => {
    const { status, stderr, report } = await apply(plane, trees);
    assert.equal(status, 0, stderr);
    return report;
  };
  const remove = async (tree: string, flags: readonly string[] = ['--crds']): Promise<void> => {
    const { status, stderr } = await removeTrees(plane, [tree], ['--timeout', '120s', ...flags]);
    assert.equal(status, 0, stderr);
  };
  const actionOf = ({ objects }: ApplyReport): string | undefined =>
    objects.find(({ name }) => name === CRD)?.action;

  /** The writes of a run, and how it ended. */
  const watched = async (
    t: TestContext,
    trees: readonly string[],
    flags: readonly string[] = [],
  ): Promise<{ status: number | undefined; stderr: string; writes: string[] }> => {
    const proxy = await createFaultProxy(plane, await temporaryDirectory(t));
    try {
      const result = await runProgram(
        applyCommand({ ...plane, kubeconfig: proxy.kubeconfig }, trees, flags),
      );
      return { ...result, writes: writesOf(proxy) };
    } finally {
      await proxy.close();
    }
  };
  const assertSettled = async (t: TestContext, trees: readonly string[]): Promise<void> => {
    const { status, stderr, writes } = await watched(t, trees);
    assert.equal(status, 0, stderr);
    assert.deepEqual(writes, [], stderr);
  };
  const assertStatus = async (tree: string): Promise<void> => {
    const { stdout } = await runProgram(['status', tree, '-o', 'json', ...flagsOf(plane)]);
    const [told] = (JSON.parse(stdout) as { trees: Record<string, unknown>[] }).trees;
    const { missing, changed, pending } = told ?? {};
    assert.deepEqual({ missing, changed, pending }, { missing: [], changed: [], pending: [] });
  };

  test('that are the same are one object with two owners', async (t) => {
    const directory = await temporaryDirectory(t);
    const crds = await gatewayApi(NEWER);
    const [a, b] = [
      await component(directory, 'tree-a', crds),
      await component(directory, 'tree-b', crds),
    ];
    const report = await good([a, b]);
    const gateways = report.objects.filter(({ name }) => name === CRD);
    assert.deepEqual(
      gateways.map(({ action, trees }) => [action, trees]),
      [['created', ['tree-a', 'tree-b']]],
    );
    for (const trees of [[a, b], [b, a], [a], [b]]) await assertSettled(t, trees);

    const state = await sharedState();
    await remove(a);
    assert.equal(await sharedState(), state, 'what the other one has is as it was');
    assert.equal(await exists(plane, ['configmap/tree-a', '-n', SHARED]), false);
    await assertSettled(t, [b]);
    await assertStatus(b);
    await remove(b);
    await assertEmpty();
  });

  /** What is applied in which runs; each run in its order. */
  const WAYS = [
    ['in one run, the older one first', [['older', 'newer']]],
    ['in one run, the newer one first', [['newer', 'older']]],
    ['in runs of their own, the older one first', [['older'], ['newer'], ['older']]],
    ['in runs of their own, the newer one first', [['newer'], ['older']]],
  ] as const;
  for (const [index, [way, runs]] of WAYS.entries()) {
    for (const first of ['older', 'newer'] as const) {
      test(`of two versions ${way}: the newer one counts; then the ${first} is removed first`, async (t) => {
        const directory = await temporaryDirectory(t);
        const trees = {
          older: await component(directory, 'older', await gatewayApi(OLDER)),
          newer: await component(directory, 'newer', await gatewayApi(NEWER)),
        };
        const reports: ApplyReport[] = [];
        for (const run of runs) reports.push(await good(run.map((name) => trees[name])));
        assert.deepEqual(await crdMarks(), [NEWER, 'standard']);
        const last = reports.at(-1);
        assert.ok(last);
        if (runs.length === 1) {
          assert.match(
            noteOf(last, 'CustomResourceDefinition', CRD),
            /^v1\.6\.1 of newer, since older has v1\.1\.0$/,
          );
        } else {
          assert.equal(actionOf(last), 'kept');
        }
        const state = await crdState();
        const { older, newer } = trees;
        for (const run of [[older], [newer], [older, newer], [newer, older], [older]]) {
          await assertSettled(t, run);
        }
        await assertStatus(older);
        await assertStatus(newer);

        const second = first === 'older' ? 'newer' : 'older';
        await remove(trees[first], index % 2 === 0 ? ['--crds'] : []);
        assert.equal(await crdState(), state, 'never downgraded');
        await assertSettled(t, [trees[second]]);
        await assertStatus(trees[second]);
        await remove(trees[second]);
        // What only the newer one has was its own to keep.
        if (index % 2 === 1) await remove(trees[first]);
        await assertEmpty();
      });
    }
  }

  test('of two versions, after MicroShift itself has applied both in either order', async (t) => {
    const directory = await temporaryDirectory(t);
    const older = await component(directory, 'older', await gatewayApi(OLDER));
    const newer = await component(directory, 'newer', await gatewayApi(NEWER));
    for (const order of [
      [older, newer],
      [newer, older],
    ]) {
      for (const tree of order) await kustomized(plane, tree);
      await good([older, newer]);
      assert.deepEqual(await crdMarks(), [NEWER, 'standard']);
    }
    await assertSettled(t, [older, newer]);
    for (const tree of [older, newer]) await remove(tree);
    await assertEmpty();
  });

  test('of two channels are refused before anything is written', async (t) => {
    const directory = await temporaryDirectory(t);
    const standard = await component(directory, 'of-standard', await gatewayApi(NEWER));
    const experimental = await component(
      directory,
      'of-experimental',
      await gatewayApi(NEWER, { channel: 'experimental' }),
    );
    const together = await watched(t, [standard, experimental]);
    assert.equal(together.status, 6, together.stderr);
    assert.deepEqual(together.writes, []);
    assert.match(
      together.stderr,
      /gateways\.gateway\..*of-experimental has it of the channel experimental, and of-standard of the channel standard.*\[channel-conflict\]\n.*hint: .*remove of-standard/,
    );

    await good([standard]);
    const state = await crdState();
    const later = await watched(t, [experimental]);
    assert.equal(later.status, 6, later.stderr);
    assert.deepEqual(later.writes, []);
    assert.match(
      later.stderr,
      /of-experimental has it of the channel experimental, and in the cluster it is of the channel standard, which of-standard needs \[channel-conflict\]/,
    );
    const dry = await watched(t, [experimental], ['--dry-run']);
    assert.equal(dry.status, 6);
    assert.equal(await crdState(), state);

    // Nobody needs the live channel any longer.
    await remove(standard, []);
    await good([experimental]);
    assert.deepEqual(await crdMarks(), [NEWER, 'experimental']);
    await assertSettled(t, [experimental]);
    await remove(experimental);
    await assertEmpty();
  });

  test('of a version that another tree does not work with are refused, whichever comes first', async (t) => {
    const directory = await temporaryDirectory(t);
    const mesh = await component(directory, 'mesh', await gatewayApi(OLDER), {
      incompatible: [RULE],
    });
    const fabric = await component(directory, 'fabric', await gatewayApi(NEWER));
    const refusal =
      /mesh v1\.28\.0 of mesh does not work with gateway-api v1\.6\.1 of fabric: it never becomes ready \(https:\/\/example\.com\/issues\/1\) \[pair-refused\]\n.*hint: .*remove fabric --crds/;
    const assertRefused = async (trees: readonly string[]): Promise<void> => {
      const { status, stderr, writes } = await watched(t, trees);
      assert.equal(status, 6, stderr);
      assert.deepEqual(writes, []);
      assert.match(stderr, refusal);
    };
    await assertRefused([mesh, fabric]);
    await assertRefused([fabric, mesh]);

    await good([mesh]);
    await assertRefused([fabric]);
    await assertSettled(t, [mesh]);
    await remove(mesh);

    await good([fabric]);
    await assertRefused([mesh]);
    await remove(fabric);
    await good([mesh]);
    await remove(mesh);
    await assertEmpty();
  });

  test('of such a version that nobody has recorded are refused, but not after a rollback', async (t) => {
    const directory = await temporaryDirectory(t);
    const mesh = { name: 'mesh', objects: [...(await gatewayApi(OLDER)), namespace(SHARED)] };
    const old = await writeRelease(directory, { ...mesh, version: '1.0.0', incompatible: [RULE] });
    const next = await writeRelease(directory, {
      ...mesh,
      version: '2.0.0',
      objects: [...(await gatewayApi(NEWER)), namespace(SHARED)],
    });
    await kustomized(plane, next);
    const refused = await watched(t, [old]);
    assert.equal(refused.status, 6, refused.stderr);
    assert.deepEqual(refused.writes, []);
    assert.match(
      refused.stderr,
      /gateway-api v1\.6\.1, which is in the cluster and of no tree: .*\[pair-refused\]/,
    );

    await good([next]);
    assert.equal(actionOf(await good([old])), 'kept');
    await remove(old);
    await assertEmpty();
  });

  test('and a refused pair among what is installed: one is applied, the other one is left out', async (t) => {
    const directory = await temporaryDirectory(t);
    const mesh = await component(directory, 'mesh', await gatewayApi(OLDER), {
      incompatible: [RULE],
    });
    const fabric = await component(directory, 'fabric', await gatewayApi(NEWER));
    const installed = (components: string[]) => async () => {
      let printed = '';
      const stderr = { write: (text: string) => (printed += text) };
      const status = await applyChosen(
        { given: [], installed: true, userTrees: 'no' },
        { prune: true, dryRun: false },
        {
          terminal: { stdout: { write: () => {} }, stderr, environment: {} },
          program: { version: '0', commit: '' },
          kubeconfig: plane.kubeconfig,
          timeout: '120s',
          reports: [],
        },
        () => Promise.resolve({ components, users: [] }),
      );
      return { status, printed };
    };
    const both = installed([mesh, fabric]);
    const first = await both();
    assert.equal(first.status, 6);
    assert.match(first.printed, /\[pair-refused\]/);
    assert.deepEqual(await crdMarks(), [OLDER, 'standard']);
    assert.equal(await exists(plane, ['configmap/mesh', '-n', SHARED]), true);
    assert.equal(await exists(plane, ['configmap/fabric', '-n', SHARED]), false);
    await remove(mesh);

    // What runs already goes on, although the other one is first by name.
    await good([fabric]);
    const state = await crdState();
    const second = await both();
    assert.equal(second.status, 6);
    assert.equal(second.printed.match(/\[pair-refused\]/g)?.length, 1);
    assert.equal(await crdState(), state);
    assert.equal(await exists(plane, ['configmap/mesh', '-n', SHARED]), false);
    await assertSettled(t, [fabric]);
    await remove(fabric);
    await assertEmpty();
  });

  test('that are no CRDs are kept where another tree has brought a newer form', async (t) => {
    const directory = await temporaryDirectory(t);
    const marked = (version: string): object => ({
      ...configMap(SHARED, 'policy', { version }),
      metadata: {
        name: 'policy',
        namespace: SHARED,
        annotations: { 'example.com/bundle-version': version },
      },
    });
    const older = await component(directory, 'older', [marked('v1.0.0')]);
    const newer = await component(directory, 'newer', [marked('v1.10.0')]);
    const versionOf = async (): Promise<string> =>
      (await getObject(plane, ['configmap/policy', '-n', SHARED])).data.version;
    await good([older]);
    await good([newer]);
    const report = await good([older]);
    assert.equal(report.objects.find(({ name }) => name === 'policy')?.action, 'kept');
    assert.match(noteOf(report, 'ConfigMap', 'policy'), /is v1\.10\.0, which newer has brought/);
    assert.equal(await versionOf(), 'v1.10.0');
    for (const trees of [[older], [newer], [older, newer]]) await assertSettled(t, trees);
    await assertStatus(older);

    // Its own older release is what a rollback asks for.
    await remove(older);
    const rolledBack = await writeRelease(directory, {
      name: 'newer',
      version: '0.9.0',
      objects: [marked('v0.9.0'), namespace(SHARED), configMap(SHARED, 'newer')],
    });
    await good([rolledBack]);
    assert.equal(await versionOf(), 'v0.9.0');
    await remove(rolledBack);
    await assertEmpty();
  });
});

suite('beside the policy that guards the newer version', needsUpstream, () => {
  test('the older tree has nothing to write that it would refuse', async (t) => {
    const plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: false });
    t.after(() => plane.stop());
    const directory = await temporaryDirectory(t);
    const older = await writeRelease(directory, {
      name: 'older',
      version: '1.0.0',
      objects: await gatewayApi(OLDER),
    });
    const newer = await writeRelease(directory, {
      name: 'newer',
      version: '1.0.0',
      objects: await gatewayApi(NEWER, { policy: true }),
    });
    for (const trees of [[older], [newer], [older], [older, newer], [older]]) {
      const { status, stderr } = await apply(plane, trees);
      assert.equal(status, 0, stderr);
    }
  });
});

function writesOf({ requests }: FaultProxy): string[] {
  return requests
    .filter(({ method, url }) => method !== 'GET' && !url.includes('dryRun=All'))
    .map(({ method, url }) => `${method} ${url}`);
}

/** What MicroShift does with each directory, in their order. */
async function kustomized(plane: ControlPlane, tree: string): Promise<void> {
  await kubectl(plane, ['apply', '-k', tree, '--server-side', '--force-conflicts']);
}

function flagsOf({ kubeconfig }: { kubeconfig: string }): string[] {
  return ['--kubeconfig', kubeconfig, '--timeout', '30s'];
}
