import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from '../control-plane/shared.ts';
import { kubectl } from '../support/kubectl.ts';
import { configMap, temporaryDirectory, writeTree } from '../support/trees.ts';
import { refusalCases } from './support/refusal-cases.ts';
import { actions, runVictim } from './support/victim.ts';

/*
 * What waiting will not cure fails at once: with the object, the API server's reason and a hint of its own
 * for each cause. What does not depend on it is applied all the same.
 */

suite('what the API server refuses for good', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();
  const isOldest = process.env.MICROSHIFT_OPTIONAL_KUBERNETES === 'oldest';

  for (const [
    name,
    { prepare, tree, refused, reason, hint, skipped = [], ...rest },
  ] of Object.entries(refusalCases(plane))) {
    const skip = isOldest ? (rest.notOnOldest ?? false) : false;
    test(name, { skip }, async (t) => {
      const directory = await temporaryDirectory(t);
      const inNamespace = `refuse-${name}`;
      await prepare?.(inNamespace, directory);
      const independent = `independent-of-${name}`;
      const objects = [...tree(inNamespace), configMap('default', independent)];
      const given = await writeTree(directory, name, objects);
      const kubeconfig =
        rest.kubeconfig === undefined ? plane.kubeconfig : path.join(directory, rest.kubeconfig);
      const result = await runVictim([given], { kubeconfig });
      assert.equal(result.status, 3, result.stderr);
      assert.deepEqual(actions(result), {
        [refused]: 'failed',
        ...Object.fromEntries(skipped.map((each) => [each, 'skipped'])),
        [`ConfigMap ${independent}`]: 'created',
      });
      const failed = result.report.objects.find(({ action }) => action === 'failed');
      assert.match(failed?.problem?.message ?? '', reason);
      assert.match(failed?.problem?.hint ?? '', hint);
      const [kind = '', object = ''] = refused.split(' ');
      assert.match(result.stderr, new RegExp(`error: \\S+: ${kind}[^ ]* (\\S+/)?${object}: `));
    });
  }

  test('a cycle ends 2 with the cycle, before anything is written', async (t) => {
    const after = (name: string, dependency: string): object => ({
      ...configMap('default', name),
      metadata: {
        name,
        namespace: 'default',
        annotations: {
          'config.kubernetes.io/depends-on': `/namespaces/default/ConfigMap/${dependency}`,
        },
      },
    });
    const tree = await writeTree(await temporaryDirectory(t), 'cycle', [
      after('cycle-a', 'cycle-b'),
      after('cycle-b', 'cycle-c'),
      after('cycle-c', 'cycle-a'),
      configMap('default', 'cycle-independent'),
    ]);
    const { status, stderr } = await runVictim([tree], { kubeconfig: plane.kubeconfig });
    assert.equal(status, 2, stderr);
    assert.match(
      stderr,
      /cycle-a.*cycle-b.*cycle-c|cycle-b.*cycle-c.*cycle-a|cycle-c.*cycle-a.*cycle-b/,
    );
    const found = await kubectl(plane, [
      'get',
      'configmap',
      'cycle-independent',
      '--ignore-not-found',
    ]);
    assert.equal(found, '');
  });
});
