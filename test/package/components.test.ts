import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { readUpstreamTable } from '../../scripts/lib/upstream-table.ts';
import { displayObject } from '../../src/manifest/display.ts';
import { isCrd } from '../../src/manifest/crd.ts';
import { isJsonObject } from '../../src/manifest/json.ts';
import type { Json } from '../../src/manifest/json.ts';
import { objectId } from '../../src/manifest/object.ts';
import { readLock } from '../../src/release/lock.ts';
import type { Lock } from '../../src/release/lock.ts';
import { rpmVersion } from '../../src/release/rpm-version.ts';
import {
  SHARED_GATEWAY_API,
  SHIPPED,
  apart,
  objectsOf,
  rebaseShipped,
  rebaseUpstream,
  shipped,
} from '../cluster/support/shipped.ts';
import { UPSTREAM, needsUpstream } from '../cluster/support/upstream.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { runProgram } from './support/program.ts';
import { requireRpmTools } from './support/rpm.ts';

/* Each component of manifests.d, made from upstream inputs as a stranger would make it. */

test('the table of upstream inputs names the components that there are', async () => {
  assert.deepEqual(Object.keys(await readUpstreamTable()).toSorted(), SHIPPED);
});

for (const component of SHIPPED) {
  suite(component, needsUpstream, () => {
    let release = '';
    let tree = '';
    let lock: Lock;

    before(async () => {
      await requireRpmTools();
      release = path.join(await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-')), 'out');
      tree = await rebaseShipped(component, release);
      lock = await readLock(release);
    });

    after(() => rm(path.dirname(release), { recursive: true, force: true }));

    test('is named as its folder', () => assert.equal(path.basename(tree), component));

    test('passes verify', async () => {
      const { status, stdout } = await runProgram(['verify', release]);
      assert.equal(status, 0, stdout);
    });

    test('becomes packages of the version of what it installs', async () => {
      const { status, stderr } = await runProgram(['rpm', release, '--no-program']);
      assert.equal(status, 0, stderr);
      const named = `${lock.package}-${rpmVersion(lock.version)}-1`;
      const rpms = await readdir(path.join(release, 'rpms'));
      for (const architecture of ['x86_64', 'aarch64']) {
        assert.ok(rpms.includes(`${named}.${architecture}.rpm`), rpms.join());
      }
      const first = lock.sources.find(({ name }) => name !== 'gateway-api');
      assert.equal(first?.version?.replace(/^v/, ''), lock.version);
    });

    test('fits a single node without a network', async () => {
      for (const object of await objectsOf(tree)) {
        if (isCrd(object)) continue;
        const shown = displayObject(objectId(object));
        const { spec } = object as { spec?: Record<string, Json> };
        // Of images that are there already, nobody has to be asked.
        for (const text of textsIn(object)) assert.notEqual(text, 'Always', shown);
        assert.ok(Number(spec?.['replicas'] ?? 1) <= 1, shown);
        // A Job that is gone would be written again at each boot, and look unhealthy.
        assert.equal(spec?.['ttlSecondsAfterFinished'], undefined, shown);
        assert.notEqual(object.kind, 'HorizontalPodAutoscaler', shown);
      }
    });

    test('lists every image that it names, by a version', async () => {
      const listed = new Set(Object.values(lock.images).map(({ reference }) => reference));
      const objects = (await objectsOf(tree)).filter((object) => !isCrd(object));
      const named = objects.flatMap((object) =>
        [...textsIn(object)].filter((text) => IMAGE.test(text)),
      );
      // What has no pods has no images.
      assert.equal(
        named.length > 0,
        objects.some(({ kind }) => kind === 'Deployment'),
      );
      assert.deepEqual(
        [...new Set(named)].filter((text) => !listed.has(text)),
        [],
      );
      for (const text of listed) assert.ok(IMAGE.test(text) && !text.endsWith(':latest'), text);
      const { stdout } = await runProgram(['images', release]);
      for (const [key, { embedded, reference }] of Object.entries(lock.images)) {
        if (embedded) assert.ok(stdout.includes(`  ${key}\n    ${reference}\n`), stdout);
      }
    });
  });
}

/** With a registry and a version: what nothing else looks like. */
const IMAGE = /^[\w-]+(?:\.[\w-]+)+\/[\w./-]+(?::[\w.-]+|(?::[\w.-]+)?@sha256:[0-9a-f]{64})$/;

/** All texts in an object, those of an image's parts joined. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJsonObject(value)) {
    const { repository, tag, ...others } = value;
    if (typeof repository === 'string' && typeof tag === 'string') {
      yield `${repository}:${tag}`;
      yield* textsIn(others);
    } else yield* textsIn(Object.values(value));
  }
}

suite('the certificates of Envoy Gateway', needsUpstream, () => {
  test('are made after the webhook that they are for, and before the controller that reads them', async (t) => {
    const tree = await rebaseShipped(
      shipped('envoy'),
      path.join(await temporaryDirectory(t), 'out'),
    );
    const { status, stdout, stderr } = await runProgram(['plan', tree, '--format', 'json']);
    assert.equal(status, 0, stderr);
    const { objects } = JSON.parse(stdout) as { objects: { kind: string }[] };
    const kinds = objects.map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter((kind) => /^(?:Service|Mutating.*|Job|Deployment)$/.test(kind)),
      ['Service', 'MutatingWebhookConfiguration', 'Job', 'Deployment'],
    );
  });
});

suite('the components together', needsUpstream, () => {
  test('have one Gateway API, or refuse it', async (t) => {
    const root = await temporaryDirectory(t);
    const shared = `--source=gateway-api=${UPSTREAM}/${SHARED_GATEWAY_API}`;
    const others = await apart();
    const digests = new Map<string, string | undefined>();
    for (const component of SHIPPED) {
      const out = path.join(root, component);
      if (others.includes(component)) {
        // oxlint-disable-next-line no-await-in-loop -- each takes both cores
        const { status, stderr } = await rebaseUpstream([component, out, shared]);
        assert.equal(status, 6, stderr);
        assert.match(stderr, /does not work with gateway-api v1\.1\.0/);
        continue;
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      await rebaseShipped(component, out);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const { sources } = await readLock(out);
      digests.set(component, sources.find(({ name }) => name === 'gateway-api')?.digest);
    }
    assert.equal(new Set(digests.values()).size, 1, JSON.stringify([...digests]));
    assert.ok(digests.has(shipped('000-microshift')));
  });
});

suite('another Gateway API', needsUpstream, () => {
  const newer = `--source=gateway-api=${UPSTREAM}/gateway-api/v1.6.1`;
  const older = `--source=gateway-api=${UPSTREAM}/${SHARED_GATEWAY_API}`;

  for (const word of ['nginx', 'envoy', 'rollouts']) {
    test(`a newer one can be had with ${word}`, async (t) => {
      const out = path.join(await temporaryDirectory(t), 'out');
      const { status, stderr } = await rebaseUpstream([shipped(word), out, newer]);
      assert.equal(status, 0, stderr);
      const verified = await runProgram(['verify', out]);
      assert.equal(verified.status, 0, verified.stdout);
      assert.ok(
        (await objectsOf(path.join(out, 'manifests.d', shipped(word)))).some(
          ({ metadata }) => metadata.name === 'listenersets.gateway.networking.k8s.io',
        ),
      );
    });
  }

  test('the newer one is refused beside the service mesh', async (t) => {
    const out = path.join(await temporaryDirectory(t), 'out');
    const { status, stderr } = await rebaseUpstream([shipped('000-microshift'), out, newer]);
    assert.equal(status, 6, stderr);
    assert.match(stderr, /istio v1\.28\.10 does not work with gateway-api v1\.6\.1/);
  });

  /** Upstream files of which one is another version, with its address in `--source`. */
  const cases: [word: string, source: string, from: string, file: string, edit: Edit][] = [
    [
      'envoy',
      'envoy-gateway',
      'charts/envoy-gateway-v1.9.0',
      'Chart.yaml',
      [/^appVersion: .*$/m, 'appVersion: v1.8.2'],
    ],
    [
      'nginx',
      'nginx-gateway-fabric',
      'nginx-gateway-fabric/v2.6.7/default-deploy.yaml',
      '',
      [/app\.kubernetes\.io\/version: .*/g, 'app.kubernetes.io/version: 2.3.0'],
    ],
  ];
  for (const [word, source, from, file, [what, by]] of cases) {
    test(`that of MicroShift is refused for a release of ${word} that does not start with it`, async (t) => {
      const root = await temporaryDirectory(t);
      const copy = path.join(root, path.basename(from));
      await cp(path.join(UPSTREAM, from), copy, { recursive: true });
      const edited = path.join(copy, file);
      await writeFile(edited, (await readFile(edited, 'utf8')).replace(what, by));
      const flags = [`--source=${source}=${copy}`, older];
      const out = path.join(root, 'out');
      const { status, stderr } = await rebaseUpstream([shipped(word), out, ...flags]);
      assert.equal(status, 6, stderr);
      assert.match(stderr, /does not work with gateway-api v1\.1\.0.*\[versions-incompatible\]/);
    });
  }
});

type Edit = [what: RegExp, by: string];

suite('scripts/rebase-upstream', needsUpstream, () => {
  test('names the components for one that it does not know', async () => {
    for (const name of ['nothing', '..', 'constructor', '__proto__', '']) {
      // oxlint-disable-next-line no-await-in-loop -- each takes a core
      const { status, stderr } = await rebaseUpstream([name, '/nonexistent/out']);
      assert.equal(status, 2, stderr);
      assert.match(
        stderr,
        /\[component-unknown\]\n {2}hint: give one of 000-microshift-gateway-api/,
      );
    }
  });

  test('says how it is used when something is left out', async () => {
    const { status, stderr } = await rebaseUpstream([shipped('envoy')]);
    assert.equal(status, 2);
    assert.match(stderr, /^usage: scripts\/rebase-upstream COMPONENT OUT/);
    const help = await rebaseUpstream(['--help']);
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^usage: /);
  });

  test('names all inputs that are missing, and takes those that are given', async (t) => {
    const empty = await temporaryDirectory(t);
    const out = path.join(empty, 'out');
    const all = await rebaseUpstream([shipped('rollouts'), out], empty);
    assert.equal(all.status, 2);
    assert.match(all.stderr, /gateway-api\/v1\.1\.0: .*\[upstream-missing\]/);
    assert.match(all.stderr, /argo-rollouts-v1\.9\.1\.yaml: .*\[upstream-missing\]/);
    const given = [
      '--source',
      `argo-rollouts=${UPSTREAM}/manifests/argo-rollouts-v1.9.1.yaml`,
      `--source=gateway-api=${UPSTREAM}/gateway-api/v1.1.0`,
    ];
    const made = await rebaseUpstream([shipped('rollouts'), out, ...given], empty);
    assert.equal(made.status, 0, made.stderr);
  });

  test('hands flags to rebase', async (t) => {
    const out = path.join(await temporaryDirectory(t), 'out');
    const flags = ['--image=argo-rollouts=registry.example.com/argo:2', '--no-resolve'];
    const { status, stderr } = await rebaseUpstream([shipped('rollouts'), out, ...flags]);
    assert.equal(status, 0, stderr);
    const { images } = await readLock(out);
    assert.equal(images['argo-rollouts']?.reference, 'registry.example.com/argo:2');
    const check = await rebaseUpstream([shipped('rollouts'), out, '--check']);
    assert.equal(check.status, 6);
  });
});
