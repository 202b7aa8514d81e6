import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { execa } from 'execa';
import type { Architecture } from '../../src/architectures.ts';
import { embed } from '../../src/commands/embed.ts';
import { sha256 } from '../../src/digest.ts';
import { directoryOf } from '../../src/release/embedded-images.ts';
import { formatLock, LOCK_FILE } from '../../src/release/lock.ts';
import type { LockedImage } from '../../src/release/lock.ts';
import { FAULT } from '../package/support/inject-fault.ts';
import { MAIN } from '../package/support/program.ts';
import { layerOf, multiArchImage, testImage, testIndex } from '../unit/support/oci-image.ts';
import { problemsOfAsync } from '../unit/support/problems.ts';
import { LOCK } from '../unit/support/release.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { cleanEnvironment } from './support/environment.ts';
import { embedLikeMicroShift } from './support/embed-like-microshift.ts';
import { intercept } from './support/intercept.ts';
import { pushImage } from './support/push-image.ts';
import { authFileText, startRegistry } from './support/registry.ts';
import type { TestRegistry } from './support/registry.ts';
import { requireProgram } from './support/require-program.ts';

const INJECTED = path.resolve(import.meta.dirname, '../package/support/inject-fault.ts');

before(() => requireProgram('skopeo'));

/** A release whose lock has these images to embed. */
async function releaseOf(
  t: TestContext,
  images: Record<string, Partial<LockedImage> & { reference: string }>,
): Promise<string> {
  const locked = Object.entries(images).map(([key, image]) => [
    key,
    { embedded: true, because: 'a test', usedBy: [], platforms: {}, bytes: {}, ...image },
  ]);
  const lock = formatLock({ ...LOCK, images: Object.fromEntries(locked) });
  return temporaryDirectory(t, { [LOCK_FILE]: lock });
}

type Content = Record<string, string>;

/** A place for a store which is not there yet. */
async function newStore(t: TestContext): Promise<string> {
  return path.join(await temporaryDirectory(t), 'usr/lib/containers/storage');
}

async function run(
  t: TestContext,
  release: string,
  store: string,
  architecture: Architecture = 'x86_64',
  environment?: Record<string, string>,
): Promise<{ stdout: string; progress: string[] }> {
  const progress: string[] = [];
  const stdout = await embed(release, store, {
    architecture,
    registry: { environment: environment ?? (await cleanEnvironment(t)) },
    progress: { line: (text) => progress.push(text), live() {}, end() {} },
  });
  return { stdout, progress };
}

/** The mode and digest of everything below a directory. */
async function contentOf(directory: string): Promise<Content> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const described = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const mode = ((await stat(file)).mode & 0o7777).toString(8);
      const digest = entry.isDirectory() ? '' : sha256(await readFile(file));
      return [path.relative(directory, file), `${mode} ${digest}`] as const;
    }),
  );
  return Object.fromEntries(described.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of every kind of image that registries have: references for a device of x86_64. */
async function pushEveryKind(registry: TestRegistry): Promise<string[]> {
  const { host } = registry;
  const oci = await multiArchImage({ a: 'oci' });
  const docker = await multiArchImage({ a: 'docker' }, 'docker');
  const single = await testImage({ layers: { a: 'single' } });
  const attested = testIndex([
    await testImage({ layers: { a: 'attested' } }),
    await testImage({ architecture: 's390x', layers: { a: 'other' } }),
    await testImage({ os: 'unknown', architecture: 'unknown', layers: { a: 'attestation' } }),
  ]);
  const index = await pushImage(registry, 'org/oci', '1', oci);
  await pushImage(registry, 'org/docker', '1', docker);
  await pushImage(registry, 'org/single', '1', single);
  const attestedDigest = await pushImage(registry, 'org/attested', '1', attested);
  return [
    `${host}/org/attested@${attestedDigest}`,
    `${host}/org/docker:1`,
    `${host}/org/docker@${docker.manifests[0]?.digest}`,
    `${host}/org/oci@${index}`,
    `${host}/org/oci@${oci.manifests[0]?.digest}`,
    `${host}/org/single:1`,
  ];
}

suite('embed', () => {
  test('copies every kind of image as the loop of MicroShift does', async (t) => {
    const registry = await startRegistry(t);
    const references = await pushEveryKind(registry);
    const images = Object.fromEntries(references.map((reference, i) => [`i${i}`, { reference }]));
    const release = await releaseOf(t, {
      ...images,
      again: { reference: references[0] ?? '' },
      other: { reference: 'registry.invalid/not-embedded:1', embedded: false },
    });
    const [ours, theirs] = [await newStore(t), await newStore(t)];
    const umask = process.umask(0o077);
    const { stdout, progress } = await run(t, release, ours).finally(() => process.umask(umask));
    await embedLikeMicroShift(theirs, references, await cleanEnvironment(t));
    assert.deepEqual(await contentOf(ours), await contentOf(theirs));
    assert.equal(
      stdout,
      references.map((reference) => `${reference} ${directoryOf(reference)}\n`).join(''),
    );
    assert.equal(progress.length, references.length);
    // For everybody to read, whatever the umask; and those above it that it made.
    assert.equal((await stat(ours)).mode & 0o777, 0o755);
    assert.equal((await stat(path.dirname(ours))).mode & 0o777, 0o755);
  });

  test("copies each architecture's own image", async (t) => {
    const registry = await startRegistry(t);
    const image = await multiArchImage({ a: 'a' });
    const digest = await pushImage(registry, 'a', '1', image);
    const [x86, arm] = image.manifests.map((each) => `${registry.host}/a@${each.digest}`);
    const reference = `${registry.host}/a@${digest}`;
    const platforms = { x86_64: x86, aarch64: arm };
    const release = await releaseOf(t, { a: { reference, platforms } });
    for (const [architecture, own] of [
      ['x86_64', x86],
      ['aarch64', arm],
    ] as const) {
      const store = await newStore(t);
      await run(t, release, store, architecture);
      assert.deepEqual(
        (await readdir(store)).toSorted(),
        [directoryOf(own ?? ''), 'image-list.txt'].toSorted(),
      );
      const manifest = await readFile(path.join(store, directoryOf(own ?? ''), 'manifest.json'));
      assert.equal(`${registry.host}/a@${sha256(manifest)}`, own);
    }
  });

  test('copies what has a tag and a digest by the digest, under its whole name', async (t) => {
    const registry = await startRegistry(t);
    const digest = await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const reference = `${registry.host}/a:gone@${digest}`;
    const store = await newStore(t);
    await run(t, await releaseOf(t, { a: { reference } }), store);
    const list = await readFile(path.join(store, 'image-list.txt'), 'utf8');
    assert.equal(list, `${reference},${directoryOf(reference)}\n`);
  });

  test('asks no registry and writes nothing where everything is there', async (t) => {
    const registry = await startRegistry(t);
    const digest = await pushImage(registry, 'a', '1', await multiArchImage({ a: 'a' }));
    const release = await releaseOf(t, { a: { reference: `${registry.host}/a@${digest}` } });
    const store = await newStore(t);
    const first = await run(t, release, store);
    await registry.stop();
    const { ino } = await stat(path.join(store, 'image-list.txt'));
    const again = await run(t, release, store, 'aarch64', { PATH: '/nonexistent' });
    assert.equal(again.stdout, first.stdout);
    assert.deepEqual(again.progress, [`${registry.host}/a@${digest} is there`]);
    assert.equal((await stat(path.join(store, 'image-list.txt'))).ino, ino);
  });

  test('asks what a tag stands for now, and copies only what has changed', async (t) => {
    const registry = await startRegistry(t);
    await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'old' } }));
    const reference = `${registry.host}/a:1`;
    const release = await releaseOf(t, { a: { reference } });
    const store = await newStore(t);
    await run(t, release, store);
    assert.deepEqual((await run(t, release, store)).progress, [`${reference} is there`]);
    const digest = await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'new' } }));
    const { progress } = await run(t, release, store);
    assert.match(progress.join('\n'), /^copying .*, since what is there holds manifest\.json/);
    const manifest = path.join(store, directoryOf(reference), 'manifest.json');
    assert.equal(sha256(await readFile(manifest)), digest);
    await registry.stop();
    const [problem] = await problemsOfAsync(() => run(t, release, store));
    assert.equal(problem?.code, 'registry-unreachable');
  });

  test('adds to what other components have there', async (t) => {
    const registry = await startRegistry(t);
    const [a, b, c] = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const image = await multiArchImage({ [name]: name });
        return `${registry.host}/${name}@${await pushImage(registry, name, '1', image)}`;
      }),
    );
    const references = [a ?? '', b ?? '', c ?? ''];
    const [first, second] = [
      await releaseOf(t, {
        a: { reference: references[0] ?? '' },
        c: { reference: references[2] ?? '' },
      }),
      await releaseOf(t, {
        b: { reference: references[1] ?? '' },
        c: { reference: references[2] ?? '' },
      }),
    ];
    const [one, other, theirs] = [await newStore(t), await newStore(t), await newStore(t)];
    for (const release of [first, second]) await run(t, release, one);
    for (const release of [second, first]) await run(t, release, other);
    await embedLikeMicroShift(theirs, references, await cleanEnvironment(t));
    assert.deepEqual(await contentOf(one), await contentOf(theirs));
    assert.deepEqual(await contentOf(other), await contentOf(theirs));
    // As the list of MicroShift's own images, which may lack its last newline.
    const list = path.join(one, 'image-list.txt');
    await writeFile(list, (await readFile(list, 'utf8')).trimEnd());
    await run(t, first, one);
    assert.deepEqual(await contentOf(one), await contentOf(theirs));
  });

  test('fetches again what was changed, cut, added or taken away', async (t) => {
    const registry = await startRegistry(t);
    const image = await multiArchImage({ a: randomBytes(1000).toString('hex') });
    const digest = await pushImage(registry, 'a', '1', image);
    const reference = `${registry.host}/a@${digest}`;
    const release = await releaseOf(t, { a: { reference } });
    const store = await newStore(t);
    await run(t, release, store);
    const right = await contentOf(store);
    const place = path.join(store, directoryOf(reference));
    const layer = [...image.blobs.keys()][1]?.slice('sha256:'.length) ?? '';
    const child = `${image.manifests[0]?.digest.slice('sha256:'.length)}.manifest.json`;
    const bytes = await readFile(path.join(place, layer));
    const wrong: [file: string, content: Buffer | string][] = [
      [layer, Buffer.from(bytes.map((byte) => byte ^ 1))],
      [layer, bytes.subarray(1)],
      ['manifest.json', image.manifests[0]?.bytes ?? ''],
      ['manifest.json', 'x'],
      [child, image.manifests[1]?.bytes ?? ''],
      ['version', 'Directory Transport Version: 2.0\n'],
      ['added', 'more'],
    ];
    for (const [file, content] of wrong) {
      await writeFile(path.join(place, file), content);
      const { progress } = await run(t, release, store);
      assert.match(progress.join('\n'), /^copying .*, since what is there /, file);
      assert.deepEqual(await contentOf(store), right, file);
    }
    for (const file of [layer, child, 'manifest.json', 'version', '.']) {
      await execa('rm', ['-r', file === '.' ? place : path.join(place, file)]);
      await run(t, release, store);
      assert.deepEqual(await contentOf(store), right, file);
    }
    await execa('mv', [place, `${store}/../elsewhere`]);
    await symlink(`${store}/../elsewhere`, place);
    await run(t, release, store);
    assert.deepEqual(await contentOf(store), right, 'a symbolic link');
  });
});

suite('embed refuses, with nothing written', () => {
  test('every image that is not there for the architecture', async (t) => {
    const registry = await startRegistry(t);
    const { host } = registry;
    await pushImage(registry, 'single', '1', await testImage({ layers: { a: 'a' } }));
    const s390x = await testImage({ architecture: 's390x', layers: { a: 'a' } });
    await pushImage(
      registry,
      'index',
      '1',
      testIndex([s390x, await testImage({ layers: { b: 'b' } })]),
    );
    await pushImage(registry, 'good', '1', await multiArchImage({ a: 'a' }));
    await pushImage(registry, 'nested', '1', testIndex([await multiArchImage({ a: 'a' })]));
    const known = 'registry.invalid/known:1';
    const release = await releaseOf(t, {
      single: { reference: `${host}/single:1` },
      index: { reference: `${host}/index:1` },
      good: { reference: `${host}/good:1` },
      nested: { reference: `${host}/nested:1` },
      gone: { reference: `${host}/gone:1` },
      known: { reference: known, platforms: { x86_64: known } },
    });
    const store = await newStore(t);
    const problems = await problemsOfAsync(() => run(t, release, store, 'aarch64'));
    assert.deepEqual(
      problems.map(({ code, at, message }) => [code, at?.file, message]),
      [
        ['image-not-found', `${host}/gone:1`, problems[0]?.message],
        [
          'image-platform-missing',
          `${host}/index:1`,
          'image index: is not there for aarch64, only for linux/amd64, linux/s390x',
        ],
        [
          'image-index-nested',
          `${host}/nested:1`,
          "image nested: is an index of indexes, of which no device could choose its platform's image",
        ],
        [
          'image-platform-missing',
          `${host}/single:1`,
          'image single: is not there for aarch64, only for linux/amd64',
        ],
        ['image-platform-missing', known, 'image known: is not there for aarch64, only for x86_64'],
      ],
    );
    await assert.rejects(stat(store), { code: 'ENOENT' });
  });

  test('what is there whole but for another architecture', async (t) => {
    const registry = await startRegistry(t);
    const digest = await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const release = await releaseOf(t, { a: { reference: `${registry.host}/a@${digest}` } });
    const store = await newStore(t);
    await run(t, release, store);
    await registry.stop();
    const [problem] = await problemsOfAsync(() => run(t, release, store, 'aarch64'));
    assert.equal(problem?.code, 'image-platform-missing');
    assert.match(problem.message, /only for linux\/amd64$/);
  });

  test('a place that is none', async (t) => {
    const release = await releaseOf(t, {});
    const root = await temporaryDirectory(t, { file: '', 'real/a': '' });
    await symlink('real', path.join(root, 'link'));
    for (const [to, message] of [
      ['', /names no directory/],
      [path.join(root, 'file'), /is not a directory/],
      [path.join(root, 'link'), /lies behind a symbolic link/],
      [path.join(root, 'link/new/store'), /lies behind a symbolic link/],
    ] as const) {
      const [problem] = await problemsOfAsync(() => run(t, release, to));
      assert.equal(problem?.code, 'embed-target-invalid', to);
      assert.match(problem.message, message);
    }
    const [problem] = await problemsOfAsync(() => run(t, release, path.join(root, 'link/new')));
    assert.ok(problem?.hint.includes(`--to ${root}/real/new`), problem?.hint);
  });

  test('a list that a device could not read', async (t) => {
    const registry = await startRegistry(t);
    const digest = await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const release = await releaseOf(t, { a: { reference: `${registry.host}/a@${digest}` } });
    const absent = `r.io/b@sha256:${'0'.repeat(64)}`;
    const list = `r.io/a:1,../../etc\n${absent},${directoryOf(absent)}\n`;
    const store = await temporaryDirectory(t, { 'image-list.txt': list });
    const problems = await problemsOfAsync(() => run(t, release, store));
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at?.line]),
      [
        ['image-list-invalid', undefined],
        ['image-list-invalid', 1],
      ],
    );
    assert.deepEqual(await contentOf(store), { 'image-list.txt': `644 ${sha256(list)}` });
  });
});

suite('embed and its registry', () => {
  test('logs in with the files of skopeo, and shows no credential', async (t) => {
    const registry = await startRegistry(t, { auth: true });
    const digest = await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const release = await releaseOf(t, { a: { reference: `${registry.host}/a@${digest}` } });
    const store = await newStore(t);
    const environment = await cleanEnvironment(t, {
      'wrong.json': authFileText(registry.host, 'wrong-password'),
    });
    const wrong = { ...environment, REGISTRY_AUTH_FILE: `${environment.HOME}/wrong.json` };
    const [problem] = await problemsOfAsync(() => run(t, release, store, 'x86_64', wrong));
    assert.equal(problem?.code, 'registry-unauthorized');
    assert.doesNotMatch(JSON.stringify(problem), /wrong-password/);
    const right = { ...environment, REGISTRY_AUTH_FILE: registry.authFile };
    const { stdout, progress } = await run(t, release, store, 'x86_64', right);
    assert.doesNotMatch(stdout + progress.join('\n'), /lantern-oil|Basic |dGVzdGVyOm/);
  });

  test('keeps what is whole where the registry dies midway, and lists nothing', async (t) => {
    const registry = await startRegistry(t);
    const good = await testImage({ layers: { a: 'good' } });
    const bad = await testImage({ layers: [await layerOf({ a: randomBytes(100_000) })] });
    const layer = [...bad.blobs.keys()][1] ?? '';
    let isBroken = true;
    const host = await intercept(t, registry, ({ url }, response) => {
      if (!isBroken || url?.endsWith(layer) !== true) return false;
      response.destroy();
      return true;
    });
    const digests = [
      await pushImage(registry, 'bad', '1', bad),
      await pushImage(registry, 'good', '1', good),
    ];
    const release = await releaseOf(t, {
      bad: { reference: `${host}/bad@${digests[0]}` },
      good: { reference: `${host}/good@${digests[1]}` },
    });
    const store = await newStore(t);
    const problems = await problemsOfAsync(() => run(t, release, store));
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at?.file]),
      [['registry-unreachable', `${host}/bad@${digests[0]}`]],
    );
    assert.deepEqual(await readdir(store), [directoryOf(`${host}/good@${digests[1]}`)]);
    isBroken = false;
    const { progress } = await run(t, release, store);
    assert.deepEqual(
      progress.map((line) => line.split(' ', 1)[0] === 'copying'),
      [false, true],
    );
  });

  test('gives up a registry that sends more than it announced', async (t) => {
    const registry = await startRegistry(t);
    const image = await testImage({ layers: { a: 'a' } });
    const digest = await pushImage(registry, 'a', '1', image);
    const layer = [...image.blobs.keys()][1] ?? '';
    const chunk = randomBytes(1024 * 1024);
    const host = await intercept(t, registry, ({ url }, response) => {
      if (url?.endsWith(layer) !== true) return false;
      const send = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send).on('error', () => {});
      send();
      return true;
    });
    const release = await releaseOf(t, { a: { reference: `${host}/a@${digest}` } });
    const store = await newStore(t);
    const [problem] = await problemsOfAsync(() => run(t, release, store));
    assert.equal(problem?.code, 'image-invalid', problem?.message);
    assert.deepEqual(await readdir(store), []);
  });
});

suite('embed, disturbed', () => {
  const prepare = async (t: TestContext) => {
    const registry = await startRegistry(t);
    const image = await multiArchImage({ a: 'a' });
    const reference = `${registry.host}/a@${await pushImage(registry, 'a', '1', image)}`;
    const release = await releaseOf(t, { a: { reference } });
    const complete = await newStore(t);
    await run(t, release, complete);
    const environment = await cleanEnvironment(t);
    /** Runs the program with a fault at a change below the store's root; answers its exit status. */
    const disturbed = async (store: string, at: number, what: string) => {
      const result = await execa(
        process.execPath,
        ['--import', INJECTED, MAIN, 'embed', release, '--to', store, '--arch', 'x86_64'],
        {
          reject: false,
          extendEnv: false,
          env: { ...environment, [FAULT]: JSON.stringify({ root: store, at, what }) },
        },
      );
      return { status: result.exitCode, signal: result.signal, stderr: result.stderr };
    };
    return { registry, image, reference, release, right: await contentOf(complete), disturbed };
  };

  /** What a device would take for whole is so, or as damaged as it was before. */
  const isSafe = async (store: string, earlier: Content, right: Content): Promise<void> => {
    const found = await contentOf(store);
    const without = Object.fromEntries(
      Object.entries(found).filter(([file]) => !file.startsWith('.embed-')),
    );
    const list = without['image-list.txt'];
    const isListed = list !== undefined && !list.endsWith(sha256(''));
    if (isListed && !isDeepStrictEqual(without, earlier)) assert.deepEqual(without, right);
  };

  const faults: [name: string, what: string, expected: RegExp, isBroken?: boolean][] = [
    ['killed before any change', 'kill', /^/],
    ['killed before any change while it replaces a broken image', 'kill', /^/, true],
    ['without space for any change', 'ENOSPC', /hint: free space on this file system/],
    ['that may not make a change', 'EACCES', /hint: check the permissions/],
    ['on a read-only file system', 'EROFS', /hint: .*this file system is read-only/, true],
  ];
  for (const [name, what, expected, isBroken = false] of faults) {
    test(`${name}: nothing is half, and the next run goes on`, async (t) => {
      const { right, release, reference, disturbed } = await prepare(t);
      let at = 1;
      for (; at < 40; at += 1) {
        const store = await newStore(t);
        await mkdir(store, { recursive: true });
        if (isBroken) {
          await run(t, release, store);
          await writeFile(path.join(store, directoryOf(reference), 'version'), 'x');
        }
        const earlier = await contentOf(store);
        const { status, signal, stderr } = await disturbed(store, at, what);
        if (status === 0) break;
        assert.deepEqual(
          [status, signal],
          what === 'kill' ? [undefined, 'SIGKILL'] : [2, undefined],
        );
        assert.match(stderr, expected);
        await isSafe(store, earlier, right);
        await run(t, release, store);
        assert.deepEqual(await contentOf(store), right, `after change ${at}`);
      }
      assert.ok(at > 4 && at < 40, `${at} changes`);
    });
  }

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`ended by ${signal} in the middle of a copy`, async (t) => {
      const { registry, image, release: _, ...rest } = await prepare(t);
      const layer = [...image.blobs.keys()][1] ?? '';
      const asked = Promise.withResolvers<void>();
      let hangs = true;
      const host = await intercept(t, registry, ({ url }) => {
        if (!hangs || url?.endsWith(layer) !== true) return false;
        asked.resolve();
        return true;
      });
      const reference = rest.reference.replace(registry.host, host);
      const release = await releaseOf(t, { a: { reference } });
      const store = await newStore(t);
      const child = spawn(
        process.execPath,
        [MAIN, 'embed', release, '--to', store, '--arch', 'x86_64'],
        { stdio: 'ignore', env: await cleanEnvironment(t) },
      );
      await asked.promise;
      const busy = await problemsOfAsync(() => run(t, release, store));
      assert.deepEqual(
        busy.map(({ code }) => code),
        ['embed-busy'],
      );
      child.kill(signal);
      await once(child, 'exit');
      assert.equal((await readdir(store)).length, signal === 'SIGTERM' ? 0 : 1);
      hangs = false;
      await run(t, release, store);
      assert.deepEqual(
        (await readdir(store)).toSorted(),
        [directoryOf(reference), 'image-list.txt'].toSorted(),
      );
    });
  }
});
