import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import * as fc from 'fast-check';
import { embed } from '../../src/commands/embed.ts';
import { formatImages } from '../../src/release/format-images.ts';
import type { ImageFormat } from '../../src/release/image-formats.ts';
import { tomlString } from '../../src/release/image-formats/toml-string.ts';
import { formatLock, LOCK_FILE } from '../../src/release/lock.ts';
import type { Lock } from '../../src/release/lock.ts';
import { lanternLock } from '../unit/release/support/golden-formats.ts';
import { multiArchImage, testImage } from '../unit/support/oci-image.ts';
import { LOCK } from '../unit/support/release.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { cleanEnvironment } from './support/environment.ts';
import { embedLikeMicroShift } from './support/embed-like-microshift.ts';
import { pushImage } from './support/push-image.ts';
import { startRegistry } from './support/registry.ts';
import type { TestRegistry } from './support/registry.ts';
import { requireProgram } from './support/require-program.ts';

/*
 * What an image builder gets is read and run by the real tools. A Containerfile's steps run as its shell
 * would run them, but below a directory in place of the image's root.
 */

const ARCHITECTURE = os.machine() === 'aarch64' ? 'aarch64' : 'x86_64';
const OTHER = ARCHITECTURE === 'aarch64' ? 'x86_64' : 'aarch64';
const isRoot = process.getuid?.() === 0;
const WHY_ROOT = 'layers belong to other users, so container storage takes root';

before(async () => {
  for (const program of ['skopeo', 'python3', 'shellcheck'] as const) await requireProgram(program);
});

/** The shell script of each RUN instruction. */
function runsOf(containerfile: string): string[] {
  return containerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line.startsWith('RUN '))
    .map((line) => line.replace(/^RUN (?:--mount=\S+ +)*/, ''));
}

/** The body of the %post section of a kickstart. */
function postOf(kickstart: string): string {
  return /^%post .*\n(?<body>[^]*?)^%end$/m.exec(kickstart)?.groups?.body ?? '';
}

/** Runs a script as a root directory's own: nothing outside of it is written. */
async function runIn(root: string, script: string, environment: Record<string, string>) {
  const moved = script.replaceAll(/(?<![\w/])\/(?=(?:usr|etc|run|rpms|var)\/)/g, `${root}/`);
  // Some of it deletes.
  assert.doesNotMatch(moved.replaceAll(`${root}/`, 'root/'), /(?<![\w!])\/(?!\/)[a-z]/);
  const result = await execa('sh', ['-c', moved], {
    reject: false,
    extendEnv: false,
    env: environment,
  });
  return { status: result.exitCode, stderr: result.stderr };
}

/** The environment of a build machine that may read a registry without TLS, with a storage of its own. */
async function environmentOf(
  t: TestContext,
  { host }: TestRegistry,
): Promise<Record<string, string>> {
  const environment = await cleanEnvironment(t, {
    '.config/containers/registries.conf': `[[registry]]\nlocation = "${host}"\ninsecure = true\n`,
  });
  const storage = path.join(environment.HOME ?? '', 'storage');
  const conf = path.join(environment.HOME ?? '', 'storage.conf');
  await writeFile(
    conf,
    `[storage]\ndriver = "vfs"\ngraphroot = "${storage}/root"\nrunroot = "${storage}/run"\n`,
  );
  return { ...environment, CONTAINERS_STORAGE_CONF: conf };
}

/** A lock whose images are at a registry: by index, by platform, and by tag and digest. */
async function pushRelease(registry: TestRegistry): Promise<{ lock: Lock; references: string[] }> {
  const { host } = registry;
  const index = await pushImage(registry, 'org/index', '1', await multiArchImage({ a: 'a' }));
  const own = await multiArchImage({ b: 'b' }, 'docker');
  const ownIndex = await pushImage(registry, 'org/own', '1', own);
  const [amd, arm] = own.manifests.map(({ digest }) => `${host}/org/own@${digest}`);
  const fields = { embedded: true, because: 'a test', usedBy: [], bytes: {} };
  const images = {
    index: { ...fields, reference: `${host}/org/index@${index}`, platforms: {} },
    own: {
      ...fields,
      reference: `${host}/org/own@${ownIndex}`,
      platforms: { x86_64: amd, aarch64: arm },
    },
  };
  const ownReference = (ARCHITECTURE === 'aarch64' ? arm : amd) ?? '';
  return { lock: { ...LOCK, images }, references: [images.index.reference, ownReference] };
}

async function treeOf(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return [path.relative(directory, file), await readFile(file, 'base64')] as const;
  });
  return Object.fromEntries((await Promise.all(texts)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The digests under which a container storage has images. */
async function storedDigests(references: readonly string[], environment: Record<string, string>) {
  return Promise.all(
    references.map(async (reference) => {
      const { stdout } = await execa('skopeo', ['inspect', `containers-storage:${reference}`], {
        extendEnv: false,
        env: environment,
      });
      return (JSON.parse(stdout) as { Digest: string }).Digest;
    }),
  );
}

const digestsOf = (references: readonly string[]): string[] =>
  references.map((reference) => reference.slice(reference.indexOf('@') + 1));

suite('the scripts for image builders', () => {
  for (const architecture of [undefined, 'x86_64', 'aarch64'] as const) {
    test(`are right for shells and shellcheck, for ${architecture ?? 'any architecture'}`, async () => {
      const lock = await lanternLock();
      const runs = runsOf(formatImages(lock, 'containerfile', architecture));
      assert.equal(runs.length, 4);
      const post = postOf(formatImages(lock, 'kickstart', architecture));
      assert.match(post, /^fetch docker/m);
      for (const script of [...runs, post]) {
        for (const shell of ['sh', 'bash']) {
          await execa(shell, ['-n'], { input: script });
        }
        // /etc/os-release is the image's; single quotes keep the script that is written from expanding.
        const excluded = '--exclude=SC1091,SC2016';
        const args = ['--shell=sh', '--severity=style', excluded, '-'];
        await execa('shellcheck', args, { input: script });
      }
    });
  }
});

suite('the blueprint', () => {
  const PARSE = `
import json, sys
try:
    import tomllib
except ImportError:
    sys.exit('these tests need Python 3.11 or newer, which has tomllib')
print(json.dumps([tomllib.loads(text) for text in json.load(sys.stdin)]))`;

  async function parseToml(texts: readonly string[]): Promise<unknown[]> {
    const { stdout } = await execa('python3', ['-c', PARSE], { input: JSON.stringify(texts) });
    return JSON.parse(stdout) as unknown[];
  }

  test('is TOML, by itself and at the end of another blueprint', async () => {
    const blueprint = formatImages(await lanternLock(), 'blueprint', 'aarch64');
    const list = formatImages(await lanternLock(), 'list', 'aarch64')
      .trimEnd()
      .split('\n');
    const own = {
      packages: [{ name: 'microshift-lantern', version: '*' }],
      containers: list.map((source) => ({ source })),
    };
    const others =
      'name = "os"\n[[packages]]\nname = "microshift"\n\n[customizations]\nhostname = "x"\n';
    assert.deepEqual(await parseToml([blueprint, others + blueprint]), [
      own,
      {
        name: 'os',
        customizations: { hostname: 'x' },
        ...own,
        packages: [{ name: 'microshift' }, ...own.packages],
      },
    ]);
  });

  test('may hold any text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\u007F', '\u0085', '\u2028', "'", 'u') }),
    );
    const texts = fc.sample(text, { seed: 1, numRuns: 2000 });
    const parsed = await parseToml(texts.map((each) => `a = ${tomlString(each)}\n`));
    assert.deepEqual(
      parsed,
      texts.map((a) => ({ a })),
    );
  });
});

suite('the Containerfile', () => {
  const prepare = async (t: TestContext, architecture: typeof ARCHITECTURE | undefined) => {
    const registry = await startRegistry(t);
    const { lock, references } = await pushRelease(registry);
    const [, embedding = '', dropIn = ''] = runsOf(
      formatImages(lock, 'containerfile', architecture),
    );
    const root = await temporaryDirectory(t);
    const environment = await environmentOf(t, registry);
    return { registry, lock, references, embedding, dropIn, root, environment };
  };

  test('embeds the images as MicroShift does, and as embed does', async (t) => {
    const { lock, references, embedding, root, environment } = await prepare(t, ARCHITECTURE);
    const { status, stderr } = await runIn(root, embedding, environment);
    assert.equal(status, 0, stderr);
    const store = path.join(root, 'usr/lib/containers/storage');
    const theirs = await temporaryDirectory(t);
    await embedLikeMicroShift(theirs, references, environment);
    assert.deepEqual(await treeOf(store), await treeOf(theirs));

    // Another component's Containerfile, or this one again, on top of it.
    assert.equal((await runIn(root, embedding, environment)).status, 0);
    assert.deepEqual(await treeOf(store), await treeOf(theirs));

    const release = await temporaryDirectory(t, { [LOCK_FILE]: formatLock(lock) });
    const progress = { line() {}, live() {}, end() {} };
    const registry = { environment };
    const ours = path.join(await temporaryDirectory(t), 'store');
    await embed(release, ours, { architecture: ARCHITECTURE, registry, progress });
    assert.deepEqual(await treeOf(ours), await treeOf(theirs));
  });

  test('fails where an image cannot be copied, or the machine is another', async (t) => {
    const { registry, lock, root, environment } = await prepare(t, undefined);
    const gone = { ...lock.images.index, reference: `${registry.host}/org/gone:1` };
    const images = { ...lock.images, gone } as Lock['images'];
    const [, embedding = ''] = runsOf(
      formatImages({ ...lock, images }, 'containerfile', undefined),
    );
    const failed = await runIn(root, embedding, environment);
    assert.notEqual(failed.status, 0);
    assert.match(failed.stderr, /manifest unknown|name unknown/);
    const list = path.join(root, 'usr/lib/containers/storage/image-list.txt');
    assert.doesNotMatch(await readFile(list, 'utf8'), /gone/);

    const [, other = ''] = runsOf(formatImages(lock, 'containerfile', OTHER));
    const refused = await runIn(await temporaryDirectory(t), other, environment);
    assert.equal(refused.status, 1);
    assert.equal(refused.stderr, `these images are for ${OTHER}`);
  });

  test('uses the pull secret, and leaves nothing of it', async (t) => {
    const registry = await startRegistry(t, { auth: true });
    const { lock } = await pushRelease(registry);
    const [, embedding = ''] = runsOf(formatImages(lock, 'containerfile', undefined));
    const environment = await environmentOf(t, registry);
    const secret = await readFile(registry.authFile, 'utf8');
    const root = await temporaryDirectory(t, { 'run/secrets/pull-secret.json': secret });
    assert.equal((await runIn(root, embedding, environment)).status, 0);
    const token = /"auth":"(?<token>[^"]+)/.exec(secret)?.groups?.token ?? assert.fail();
    await assert.rejects(execa('grep', ['-rF', token, path.join(root, 'usr')]), { exitCode: 1 });
    const without = await runIn(await temporaryDirectory(t), embedding, environment);
    assert.notEqual(without.status, 0);
  });

  for (const [platform, expected] of [
    ['el9', ['module enable -y nodejs:22']],
    ['el10', []],
  ] as const) {
    test(`installs the RPMs of the machine on ${platform}, and leaves nothing in /var`, async (t) => {
      const [install = ''] = runsOf(formatImages(await lanternLock(), 'containerfile', undefined));
      const names = ['x86_64', 'aarch64', 'src'].map(
        (each) => `microshift-lantern-1-1.${each}.rpm`,
      );
      names.push(
        'microshift-lantern-release-info-1-1.noarch.rpm',
        `microshift-lantern-extra-1-1.${ARCHITECTURE}.rpm`,
        'microshift-optional-1-1.noarch.rpm',
      );
      const root = await temporaryDirectory(t, {
        ...Object.fromEntries(names.map((name) => [`rpms/${name}`, ''])),
        'etc/os-release': `PLATFORM_ID="platform:${platform}"\n`,
        'var/log/dnf.log': '',
        'var/cache/dnf/x': '',
        'var/lib/dnf/history.sqlite': '',
        'var/lib/kept': '',
        // An enabled stream cannot be changed, and may be the right one.
        'bin/dnf': '#!/bin/sh\necho "$*" >> "$0.log"\n[ "$1" != module ]\n',
      });
      await chmod(path.join(root, 'bin/dnf'), 0o755);
      const PATH = `${path.join(root, 'bin')}:${process.env.PATH}`;
      const { status, stderr } = await runIn(root, install, { PATH });
      assert.equal(status, 0, stderr);
      const log = await readFile(path.join(root, 'bin/dnf.log'), 'utf8');
      const rpms = [`lantern-1-1.${ARCHITECTURE}`, 'optional-1-1.noarch'];
      assert.deepEqual(log.trimEnd().split('\n'), [
        ...expected,
        `install -y ${rpms.map((name) => `${root}/rpms/microshift-${name}.rpm`).join(' ')}`,
        'clean all',
      ]);
      assert.deepEqual(Object.keys(await treeOf(path.join(root, 'var'))), ['lib/kept']);
    });
  }

  for (const directory of ['usr/lib/systemd/system', 'etc/systemd/system']) {
    test(`leaves the drop-in of MicroShift in /${directory}`, async (t) => {
      const { dropIn, root, environment } = await prepare(t, undefined);
      const file = path.join(root, directory, 'microshift.service.d/microshift-copy-images.conf');
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, 'theirs');
      assert.equal((await runIn(root, dropIn, environment)).status, 0);
      assert.deepEqual(Object.keys(await treeOf(root)), [path.relative(root, file)]);
    });
  }

  test('adds what copies the images at boot where it is not there', async (t) => {
    const { references, embedding, dropIn, root, environment } = await prepare(t, ARCHITECTURE);
    assert.equal((await runIn(root, embedding, environment)).status, 0);
    await mkdir(path.join(root, 'usr/lib/systemd/system'), { recursive: true });
    await mkdir(path.join(root, 'usr/bin'));
    assert.equal((await runIn(root, dropIn, environment)).status, 0);
    const copier = path.join(root, 'usr/bin/microshift-copy-images');
    assert.equal((await stat(copier)).mode & 0o777, 0o755);
    const conf = 'usr/lib/systemd/system/microshift.service.d/microshift-copy-images.conf';
    assert.match(await readFile(path.join(root, conf), 'utf8'), /^ExecStartPre=\S+copy-images$/m);
    const script = await readFile(copier, 'utf8');
    await execa('shellcheck', ['--severity=style', '-'], { input: script });
    if (!isRoot) return t.skip(WHY_ROOT);
    const ran = await execa(copier, { extendEnv: false, env: environment, reject: false });
    assert.equal(ran.exitCode, 0, ran.stderr);
    assert.deepEqual(await storedDigests(references, environment), digestsOf(references));
    // It runs at every start.
    await execa(copier, { extendEnv: false, env: environment });
  });
});

suite('the kickstart', () => {
  test('fetches the images into the container storage', async (t) => {
    if (!isRoot) return t.skip(WHY_ROOT);
    const registry = await startRegistry(t, { auth: true });
    const { lock, references } = await pushRelease(registry);
    const environment = await environmentOf(t, registry);
    const root = await temporaryDirectory(t, {
      'etc/crio/openshift-pull-secret': await readFile(registry.authFile, 'utf8'),
    });
    const post = postOf(formatImages(lock, 'kickstart', ARCHITECTURE));
    const { status, stderr } = await runIn(root, post, environment);
    assert.equal(status, 0, stderr);
    assert.deepEqual(await storedDigests(references, environment), digestsOf(references));
  });

  test('fails where an image is not there, or the machine is another', async (t) => {
    const registry = await startRegistry(t);
    await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const { lock } = await pushRelease(registry);
    const gone = { ...lock.images.index, reference: `${registry.host}/a:2` };
    const environment = await environmentOf(t, registry);
    const root = await temporaryDirectory(t);
    const format: ImageFormat = 'kickstart';
    const post = postOf(
      formatImages({ ...lock, images: { gone } as Lock['images'] }, format, undefined),
    );
    const failed = await runIn(root, post, environment);
    assert.notEqual(failed.status, 0);
    assert.match(failed.stderr, /manifest unknown/);
    const other = await runIn(root, postOf(formatImages(lock, format, OTHER)), environment);
    assert.equal(other.status, 1);
  });
});
