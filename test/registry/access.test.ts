import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { resolveImage } from '../../src/registry/resolve-image.ts';
import { readSource } from '../../src/source/read-source.ts';
import { testImage } from '../unit/support/oci-image.ts';
import { problemsOfAsync } from '../unit/support/problems.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { cleanEnvironment } from './support/environment.ts';
import { pushImage } from './support/push-image.ts';
import { authFileText, startRegistry } from './support/registry.ts';
import type { TestRegistry } from './support/registry.ts';
import { requireProgram } from './support/require-program.ts';

before(() => requireProgram('skopeo'));

const push = async (registry: TestRegistry): Promise<string> =>
  pushImage(registry, 'org/a', '1', await testImage({ layers: { a: 'a' } }));

/** Reads the image in both ways; answers its digest, or the codes of the failures. */
async function access(reference: string, environment: Record<string, string>): Promise<string[]> {
  const resolved = await resolveImage(reference, { environment });
  if (!('failure' in resolved)) {
    const { origin } = await readSource('api', `docker://${reference}`, { environment });
    return [resolved.digest, origin?.kind === 'image' ? origin.digest : ''];
  }
  const [problem] = await problemsOfAsync(() =>
    readSource('api', `docker://${reference}`, { environment }),
  );
  assert.doesNotMatch(`${resolved.message} ${problem?.message} ${problem?.hint}`, /wrong-password/);
  return [resolved.failure, problem?.code ?? ''];
}

describe('a registry that wants credentials', () => {
  it('is read with those of an auth file, and no others', async (test) => {
    const registry = await startRegistry(test, { auth: true });
    const digest = await push(registry);
    const reference = `${registry.host}/org/a:1`;
    const files = await temporaryDirectory(test, {
      'wrong.json': authFileText(registry.host, 'wrong-password'),
      'other.json': authFileText('other.example.com'),
    });
    const environment = await cleanEnvironment(test);
    const refused = ['unauthorized', 'registry-unauthorized'];
    for (const [file, expected] of [
      [registry.authFile, [digest, digest]],
      [path.join(files, 'wrong.json'), refused],
      [path.join(files, 'other.json'), refused],
      ['', refused],
    ] as const) {
      const found = await access(reference, { ...environment, REGISTRY_AUTH_FILE: file });
      assert.deepEqual(found, expected, file);
    }
  });

  for (const file of ['.config/containers/auth.json', '.docker/config.json']) {
    it(`is read with those of ~/${file}`, async (test) => {
      const registry = await startRegistry(test, { auth: true });
      const digest = await push(registry);
      const environment = await cleanEnvironment(test, { [file]: authFileText(registry.host) });
      assert.deepEqual(await access(`${registry.host}/org/a:1`, environment), [digest, digest]);
    });
  }

  it('is not read with a broken auth file, which is named', async (test) => {
    const registry = await startRegistry(test, { auth: true });
    await push(registry);
    const environment = await cleanEnvironment(test, { '.docker/config.json': '{' });
    const failed = await resolveImage(`${registry.host}/org/a:1`, { environment });
    assert.ok('failure' in failed);
    assert.equal(failed.failure, 'unauthorized');
    assert.match(failed.message, /\.docker\/config\.json/);
  });
});

describe('a registry with a certificate authority of its own', () => {
  it('is read where that is trusted, also on the loopback only there', async (test) => {
    const registry = await startRegistry(test, { tls: true });
    const digest = await push(registry);
    const reference = `${registry.host}/org/a:1`;
    const SSL_CERT_FILE = registry.authority ?? '';
    const environment = await cleanEnvironment(test);
    assert.deepEqual(await access(reference, { ...environment, SSL_CERT_FILE }), [digest, digest]);
    assert.deepEqual(await access(reference, environment), ['unreachable', 'registry-unreachable']);
    const failed = await resolveImage(reference, { environment });
    assert.ok('failure' in failed);
    assert.match(failed.hint, /certs\.d\/HOST, or name it by SSL_CERT_FILE/);
  });

  it('is read with a certs.d directory', async (test) => {
    const registry = await startRegistry(test, { tls: true });
    const digest = await push(registry);
    const environment = await cleanEnvironment(test);
    const certs = path.join(environment.HOME ?? '', '.config/containers/certs.d', registry.host);
    await mkdir(certs, { recursive: true });
    await writeFile(path.join(certs, 'ca.crt'), await readFile(registry.authority ?? ''));
    assert.deepEqual(await access(`${registry.host}/org/a:1`, environment), [digest, digest]);
  });
});

describe('the configuration of containers', () => {
  const mirrored = ({ host }: TestRegistry): string =>
    [
      '[[registry]]',
      'location = "registry.invalid/product"',
      '[[registry.mirror]]',
      `location = "${host}/org"`,
      'insecure = true',
    ].join('\n');

  it('may name mirrors, by a file of the home directory or of the environment', async (test) => {
    const registry = await startRegistry(test);
    const digest = await push(registry);
    const text = mirrored(registry);
    const file = path.join(await temporaryDirectory(test, { 'r.conf': text }), 'r.conf');
    for (const environment of [
      await cleanEnvironment(test, { '.config/containers/registries.conf': text }),
      { ...(await cleanEnvironment(test)), CONTAINERS_REGISTRIES_CONF: file },
    ]) {
      const found = await access('registry.invalid/product/a:1', environment);
      assert.deepEqual(found, [digest, digest]);
    }
  });

  it('is not asked about a registry that it does not name', async (test) => {
    const registry = await startRegistry(test);
    await push(registry);
    const environment = await cleanEnvironment(test, {
      '.config/containers/registries.conf': mirrored(registry),
    });
    const failures = ['unreachable', 'registry-unreachable'];
    assert.deepEqual(await access('registry.invalid/other/a:1', environment), failures);
    // The mirror lacks it, and then the registry itself is asked.
    assert.deepEqual(await access('registry.invalid/product/b:1', environment), failures);
  });

  it('may reject images by a signature policy', async (test) => {
    const registry = await startRegistry(test);
    await push(registry);
    const policy = JSON.stringify({
      default: [{ type: 'insecureAcceptAnything' }],
      transports: { docker: { [`${registry.host}/org/a:1`]: [{ type: 'reject' }] } },
    });
    const environment = await cleanEnvironment(test, {
      '.config/containers/policy.json': policy,
    });
    const ref = `docker://${registry.host}/org/a:1`;
    const [problem] = await problemsOfAsync(() => readSource('api', ref, { environment }));
    assert.equal(problem?.code, 'image-rejected');
    assert.match(problem.message, /is rejected by policy/);
    assert.match(problem.hint, /signature policy of this machine/);
  });
});
