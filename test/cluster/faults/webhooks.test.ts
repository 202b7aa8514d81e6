import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { sharedControlPlane } from '../control-plane/shared.ts';
import { kubectl } from '../support/kubectl.ts';
import { configMap, namespace, temporaryDirectory, writeTree } from '../support/trees.ts';
import { actions, runVictim, startVictim } from './support/victim.ts';
import { webhookServer } from './support/webhook-server.ts';
import type { Judgement } from './support/webhook-server.ts';

/* Admission webhooks: one that denies is obeyed at once, one that does not answer yet is waited for. */

suite('webhooks', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();

  /** A tree of an object that the webhook judges and one that it does not, and the webhook in force. */
  const setUp = async (t: TestContext, name: string, judgement: Judgement) => {
    const webhook = await webhookServer(t, plane, `${name}.example.com`, name, judgement);
    const tree = await writeTree(await temporaryDirectory(t), name, [
      namespace(name),
      judged(name, 'judged'),
      configMap(name, 'other'),
    ]);
    await kubectl(plane, ['create', 'namespace', name]);
    await kubectl(plane, ['apply', '-f', '-'], webhook.configuration);
    t.after(() => kubectl(plane, ['delete', '-f', '-'], webhook.configuration));
    await untilInForce(name);
    return { webhook, tree };
  };

  const judged = (inNamespace: string, name: string): object => ({
    ...configMap(inNamespace, name),
    metadata: { name, namespace: inNamespace, labels: { judged: 'true' } },
  });

  /** The API server takes up a new configuration after a moment: nobody listens yet, so it must refuse. */
  const untilInForce = async (inNamespace: string): Promise<void> => {
    for (;;) {
      const create = ['create', '--dry-run=server', '-f', '-'];
      const refusal = await kubectl(plane, create, judged(inNamespace, 'probe')).then(
        () => '',
        (error: unknown) => (error as Error).message,
      );
      if (refusal !== '') {
        assert.match(refusal, /failed calling webhook/);
        return;
      }
      await delay(100);
    }
  };

  const denials: [string, Judgement, RegExp][] = [
    ['no-status', { allowed: false }, /\(400 .*denied the request/],
    [
      'reason',
      { allowed: false, status: { code: 403, reason: 'Forbidden', message: 'not on a Sunday' } },
      /\(403 Forbidden\).*not on a Sunday/,
    ],
    [
      'invalid',
      { allowed: false, status: { code: 422, message: 'too round' } },
      /\(422 .*too round/,
    ],
    [
      'error',
      { allowed: false, status: { code: 500, message: 'out of luck' } },
      /\(500 .*out of luck/,
    ],
  ];
  for (const [name, judgement, reason] of denials) {
    test(`that denies (${name}): ends 3 at once, and names it`, async (t) => {
      const { webhook, tree } = await setUp(t, `hook-${name}`, judgement);
      await webhook.listen();
      const result = await runVictim([tree], { kubeconfig: plane.kubeconfig });
      assert.equal(result.status, 3, result.stderr);
      const [problem, ...others] = result.report.problems;
      assert.deepEqual(others, []);
      assert.match(problem?.message ?? '', reason);
      assert.match(problem?.hint ?? '', new RegExp(`hook-${name}\\.example\\.com denies it`));
      assert.equal(actions(result)['ConfigMap other'], 'created');
    });
  }

  test('that answers later: the object is written then', async (t) => {
    const { webhook, tree } = await setUp(t, 'hook-late', { allowed: true });
    const victim = startVictim([tree], { kubeconfig: plane.kubeconfig });
    await victim.printed(/failed calling webhook "hook-late\.example\.com"/);
    await webhook.listen();
    const result = await victim.result;
    assert.equal(result.status, 0, result.stderr);
    assert.equal(actions(result)['ConfigMap judged'], 'created');
  });

  for (const [name, judgement] of [
    ['never', undefined],
    ['silent', 'silence'],
  ] as const) {
    test(`that never answers (${name}): ends 4, and names it`, async (t) => {
      const { webhook, tree } = await setUp(t, `hook-${name}`, judgement ?? { allowed: true });
      if (judgement !== undefined) await webhook.listen();
      const victim = startVictim([tree], { kubeconfig: plane.kubeconfig, deadline: 'manual' });
      await victim.printed(/^created +ConfigMap [^ ]*\/other/m);
      await victim.printed(/failed calling webhook/);
      victim.passDeadline();
      const result = await victim.result;
      assert.equal(result.status, 4, result.stderr);
      assert.deepEqual(actions(result), {
        [`Namespace hook-${name}`]: 'unchanged',
        'ConfigMap judged': 'waiting',
        'ConfigMap other': 'created',
      });
      const [problem] = result.report.problems;
      assert.match(
        problem?.message ?? '',
        new RegExp(`failed calling webhook "hook-${name}\\.example\\.com"`),
      );
    });
  }
});
