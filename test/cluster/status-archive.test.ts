import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import {
  SEEDED,
  secretForms,
  seededEvent,
  seededLog,
  seededPodStatus,
  seededStatus,
  seededToken,
  seededTree,
} from './support/archive/seeds.ts';
import { unpack } from './support/archive/unpack.ts';
import { createFaultProxy } from './support/fault-proxy/fault-proxy.ts';
import { statusAnswer } from './support/fault-proxy/fault.ts';
import { createTestNode, warn, writePods } from './support/health/kubelet.ts';
import { writeStatus } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import {
  configMap,
  describeTree,
  namespace,
  temporaryDirectory,
  writeTree,
} from './support/trees.ts';

type Index = {
  exitStatus: number;
  files: { path: string; bytes: number }[];
  leftOut: { what: string; why: string }[];
  problems: { code: string }[];
};

const METADATA = 'as=PartialObjectMetadata';

suite('the support archive', { concurrency: true }, () => {
  const plane = sharedControlPlane();
  before(() => createTestNode(plane));

  test('has nothing of any secret, and what support needs all the same', async (t) => {
    const directory = await temporaryDirectory(t);
    const proxy = await createFaultProxy(plane, directory);
    t.after(() => proxy.close());
    const tree = await writeTree(directory, SEEDED, seededTree());
    const applied = await runProgram(['apply', tree, '--kubeconfig', plane.kubeconfig]);
    assert.equal(applied.status, 0, applied.stderr);
    await writeStatus(
      plane,
      [`widgets.${SEEDED}.example.com`, 'lamp', '-n', SEEDED],
      seededStatus(),
    );
    const [pod] = await writePods(plane, SEEDED, seededPodStatus());
    assert.ok(pod);
    await warn(plane, SEEDED, pod, seededEvent());

    const log = seededLog();
    proxy.onRequest = ({ url }) =>
      url.includes('/log?') ? { do: 'answer', status: 200, body: log } : undefined;
    const kubeconfig = path.join(directory, 'with-token.kubeconfig');
    const text = await readFile(proxy.kubeconfig, 'utf8');
    await writeFile(kubeconfig, withToken(text, seededToken()));
    const file = path.join(directory, 'support.tar.gz');
    const ended = await runProgram([
      'status',
      tree,
      '--bundle',
      file,
      '--kubeconfig',
      kubeconfig,
      '--timeout',
      '60s',
    ]);
    assert.equal(ended.status, 5, ended.stderr);
    assert.match(
      ended.stderr,
      /^archive {4}\/.*support\.tar\.gz: \d+ files, \d+ things left out$/m,
    );
    assert.equal((await stat(file)).mode & 0o777, 0o600);

    const files = await unpack(file);
    const forms = secretForms();
    assert.ok(forms.length > 200);
    for (const [name, content] of files) {
      const found = forms.filter((form) => content.includes(form) || name.includes(form));
      assert.deepEqual(found, [], `${name}: ${content}`);
    }
    const ofSecrets = proxy.requests.filter(({ url }) => /\/secrets\b/.test(url));
    assert.deepEqual(
      ofSecrets.filter(({ accept }) => !accept.includes(METADATA)),
      [],
    );

    const json = (name: string) => JSON.parse(files.get(name) ?? `"${name} is missing"`);
    const operator = json(`namespaces/${SEEDED}/apps/deployments/operator.json`);
    const [main] = operator.spec.template.spec.containers;
    assert.deepEqual(main.env, [
      { name: 'PASSWORD', value: '[masked]' },
      { name: 'COLOR', value: '[masked]' },
      { name: 'FROM', valueFrom: { secretKeyRef: { name: 'credentials', key: 'password' } } },
    ]);
    const lamp = json(`namespaces/${SEEDED}/${SEEDED}.example.com/widgets/lamp.json`);
    assert.deepEqual(
      [lamp.spec.color, lamp.spec.tokenSecretRef, lamp.status.conditions[0].reason],
      ['red', { name: 'credentials', key: 'token' }, 'Test'],
    );
    assert.deepEqual(Object.keys(json(`namespaces/${SEEDED}/core/configmaps/settings.json`).data), [
      'password',
      'settings.yaml',
    ]);
    const crd = json(
      `cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/widgets.${SEEDED}.example.com.json`,
    );
    assert.deepEqual(crd.spec.versions, [{ name: 'v1', served: true, storage: true }]);
    assert.match(
      files.get(`namespaces/${SEEDED}/core/events.json`) ?? '',
      /"message": "pull of https:\/\/\[masked\]@b failed: Bearer \[masked\]"/,
    );
    const previous = files.get(`namespaces/${SEEDED}/pods/${pod.metadata.name}/main/previous.log`);
    assert.match(previous ?? '', /^the first line\n[^]*\nthe last line\n$/);
    const { gitVersion } = json('cluster-versions.json').apiServer;
    assert.match(gitVersion, /^v1\./);
    assert.equal(json(`inventories/${SEEDED}.json`).objects.length, seededTree().length);
    const index = json('index.json') as Index;
    assert.deepEqual(
      index.leftOut.filter(({ what }) => what.startsWith('Secret')),
      [{ what: `Secret ${SEEDED}/credentials`, why: 'Secrets are never read' }],
    );
    assert.deepEqual(
      index.files.map(({ path: name }) => name).toSorted(),
      [...files.keys()].filter((name) => name !== 'index.json').toSorted(),
    );
  });

  test('has the status as it was shown, and the exit status stays', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'archive-healthy';
    const tree = await writeTree(directory, name, [namespace(name), configMap(name, 'settings')]);
    await describeTree(tree, { version: '1.2.0' });
    const flags = ['--kubeconfig', plane.kubeconfig, '--timeout', '60s'];
    assert.equal((await runProgram(['apply', tree, ...flags])).status, 0);
    const file = path.join(directory, 'support.tgz');
    await writeFile(file, 'an old one');
    const shown = await runProgram(['status', tree, ...flags, '-o', 'json', `--bundle=${file}`]);
    assert.equal(shown.status, 0, shown.stderr);
    const files = await unpack(file);
    assert.equal(files.get('status.json'), `${shown.stdout}\n`);
    assert.match(
      files.get('status.txt') ?? '',
      /^archive-healthy +1\.2\.0 +1\.2\.0 20\S+ +2 objects +healthy$/m,
    );
    assert.equal((JSON.parse(files.get('index.json') ?? '') as Index).exitStatus, 0);
    assert.deepEqual((await readdir(directory)).toSorted(), [name, 'support.tgz']);
  });

  test('has what could be read where some is refused and some never answered', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'archive-partly';
    const tree = await writeTree(directory, name, [namespace(name), configMap(name, 'settings')]);
    const applied = await runProgram(['apply', tree, '--kubeconfig', plane.kubeconfig]);
    assert.equal(applied.status, 0, applied.stderr);
    const proxy = await createFaultProxy(plane, directory, ({ url }) => {
      if (url.includes(`/${name}/pods?`)) return statusAnswer(403, 'Forbidden', 'not for you');
      if (url.includes(`/${name}/events?`)) return { do: 'hang' };
      return undefined;
    });
    t.after(() => proxy.close());
    const file = path.join(directory, 'support.tar.gz');
    const flags = ['--kubeconfig', proxy.kubeconfig, '--timeout', '60s', '--bundle', file];
    const { status, stderr } = await runProgram(['status', tree, ...flags]);
    assert.equal(status, 0, stderr);
    const files = await unpack(file);
    assert.ok(files.has(`namespaces/${name}/core/configmaps/settings.json`));
    const { leftOut } = JSON.parse(files.get('index.json') ?? '') as Index;
    assert.deepEqual(
      leftOut.filter(({ what }) => what.includes(name)),
      [
        { what: `events of ${name}`, why: 'no answer within 5 s' },
        { what: `pods of ${name}`, why: '403 Forbidden: not for you' },
      ],
    );
  });

  test('has what is on this machine where the API server does not answer', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'archive-down', [namespace('a')]);
    await describeTree(tree, { version: '1.2.0' });
    const file = path.join(directory, 'support.tar.gz');
    const flags = ['--kubeconfig', '/nowhere/kubeconfig', '--timeout', '2s', '--bundle', file];
    const { status, stderr } = await runProgram(['status', tree, ...flags]);
    assert.equal(status, 4, stderr);
    assert.match(stderr, /the API server did not answer: .* \[api-unreachable\]/);
    const files = await unpack(file);
    const index = JSON.parse(files.get('index.json') ?? '') as Index;
    assert.deepEqual(
      [index.exitStatus, index.problems.map(({ code }) => code)],
      [4, ['api-unreachable']],
    );
    assert.deepEqual(JSON.parse(files.get('cluster-versions.json') ?? '').trees, [
      { name: 'archive-down', version: '1.2.0' },
    ]);
    assert.ok(files.has('machine-versions.json'));
  });

  test('ends 2 where the archive cannot be written', async (t) => {
    const directory = await temporaryDirectory(t);
    await mkdir(path.join(directory, 'directory.tgz'));
    const bundle = async (name: string) => {
      const file = path.join(directory, name);
      const { status, stderr } = await runProgram([
        'status',
        '--kubeconfig',
        plane.kubeconfig,
        '--bundle',
        file,
      ]);
      assert.equal(status, 2, stderr);
      return stderr;
    };
    assert.match(
      await bundle('directory.tgz'),
      /is there, and is no regular file \[bundle-invalid\]/,
    );
    assert.match(await bundle('support.zip'), /\[bundle-invalid\]/);
    assert.match(await bundle('missing/support.tgz'), /ENOENT.*\[system-error\]/);
    // A file system that takes no files: its failure comes when all has been read.
    const { status, stderr } = await runProgram([
      'status',
      '--kubeconfig',
      plane.kubeconfig,
      '--bundle',
      '/proc/support.tgz',
    ]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /\/proc\/support\.tgz.*\[system-error\]/);
  });
});

/** A kubeconfig whose user, its last entry, has a token besides. */
function withToken(kubeconfig: string, token: string): string {
  return `${kubeconfig}    token: ${token}\n`;
}
