import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { namespace, temporaryDirectory, writeTree } from './support/trees.ts';

type Report = { objects: { kind: string; action: string }[] };
type Job = {
  metadata: { uid: string };
  spec: { template: { spec: { containers: { image: string }[] } } };
};

const job = (name: string, image: string, container: object = {}): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'certificates', namespace: name },
  spec: {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'c', image, ...container }] },
    },
  },
});

suite('a Job whose template has changed', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  const apply = async (t: TestContext, name: string, object: object, ...flags: string[]) => {
    const tree = await writeTree(await temporaryDirectory(t), name, [namespace(name), object]);
    const report = `${tree}.report.json`;
    const { kubeconfig } = plane;
    const args = [
      'apply',
      tree,
      '--kubeconfig',
      kubeconfig,
      '--timeout',
      '60s',
      '--report',
      report,
    ];
    const result = await runProgram([...args, ...flags]);
    const { objects } = JSON.parse(await readFile(report, 'utf8')) as Report;
    return { ...result, action: objects.find(({ kind }) => kind === 'Job')?.action };
  };
  const live = async (name: string): Promise<Job> =>
    (await getObject(plane, ['job', 'certificates', '-n', name])) as Job;
  const imageOf = ({ spec }: Job) => spec.template.spec.containers[0]?.image;

  test('is replaced, and stays afterwards', async (t) => {
    const name = 'replace-job';
    assert.equal((await apply(t, name, job(name, 'r.io/c:1'))).action, 'created');
    const first = await live(name);

    const dry = await apply(t, name, job(name, 'r.io/c:2'), '--dry-run');
    assert.deepEqual([dry.status, dry.action], [0, 'configured'], dry.stderr);
    assert.equal((await live(name)).metadata.uid, first.metadata.uid);

    const changed = await apply(t, name, job(name, 'r.io/c:2'));
    assert.deepEqual([changed.status, changed.action], [0, 'configured'], changed.stderr);
    const second = await live(name);
    assert.notEqual(second.metadata.uid, first.metadata.uid);
    assert.equal(imageOf(second), 'r.io/c:2');

    assert.equal((await apply(t, name, job(name, 'r.io/c:2'))).action, 'unchanged');
    assert.equal((await live(name)).metadata.uid, second.metadata.uid);
  });

  test('stays where the new one is not valid', async (t) => {
    const name = 'replace-job-invalid';
    await apply(t, name, job(name, 'r.io/c:1'));
    const first = await live(name);
    const wrong = await apply(t, name, job(name, 'r.io/c:2', { imagePullPolicy: 'Sometimes' }));
    assert.equal(wrong.status, 3, wrong.stderr);
    assert.equal((await live(name)).metadata.uid, first.metadata.uid);
  });

  test("stays where it is somebody else's", async (t) => {
    const name = 'replace-job-foreign';
    await kubectl(plane, ['create', 'namespace', name]);
    await kubectl(plane, ['create', '-f', '-'], job(name, 'r.io/c:1'));
    const first = await live(name);
    for (const _ of ['first', 'again, when it is in the record']) {
      const refused = await apply(t, name, job(name, 'r.io/c:2'));
      assert.equal(refused.status, 3, refused.stderr);
      assert.match(refused.stderr, /immutable/);
    }
    assert.equal((await live(name)).metadata.uid, first.metadata.uid);
  });
});
