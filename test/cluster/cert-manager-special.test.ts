import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { before, test } from 'node:test';
import { ensureHelm } from './control-plane/binaries.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { temporaryDirectory } from './support/trees.ts';
import { UPSTREAM, needsUpstream } from './support/upstream.ts';

/* What is special about cert-manager: its webhooks, whose certificate another of its programs puts in. */

const COMPONENT = path.resolve(
  import.meta.dirname,
  '../../manifests.d/062-microshift-upstream-cert-manager',
);
const WEBHOOKS = ['validatingwebhookconfiguration', 'mutatingwebhookconfiguration'];
const NAME = 'cert-manager-webhook';

before(async () => {
  process.env.MICROSHIFT_OPTIONAL_HELM = await ensureHelm(console.error);
});

test('cert-manager: in order, and what cainjector writes stays', needsUpstream, async (t) => {
  const work = await temporaryDirectory(t);
  const out = path.join(work, 'out');
  const rebased = await runProgram([
    'rebase',
    COMPONENT,
    `--source=cert-manager=${UPSTREAM}/charts/cert-manager-v1.21.1`,
    `--source=gateway-api=${UPSTREAM}/gateway-api/v1.1.0`,
    '--no-resolve',
    `--out=${out}`,
  ]);
  assert.equal(rebased.status, 0, rebased.stderr);
  const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
  t.after(() => plane.stop());
  const tree = path.join(out, 'manifests.d/062-microshift-upstream-cert-manager');
  const report = path.join(work, 'report.json');
  const apply = async (): Promise<{ name: string; kind: string; action: string }[]> => {
    const args = ['apply', tree, '--kubeconfig', plane.kubeconfig, '--report', report];
    const { status, stderr } = await runProgram(args);
    assert.equal(status, 0, stderr);
    return (JSON.parse(await readFile(report, 'utf8')) as { objects: [] }).objects;
  };

  const { stdout } = await runProgram(['plan', tree, '--format', 'json']);
  type Planned = { kind: string; name: string; after: { object: string; gate: string }[] };
  const planned = (JSON.parse(stdout) as { objects: Planned[] }).objects;
  const waits = (kind: string, name: string): string[] =>
    planned
      .find((each) => each.kind === kind && each.name === name)
      ?.after.map(({ object, gate }) => `${object} ${gate}`) ?? [];
  assert.deepEqual(waits('Deployment', 'cert-manager'), [
    'Namespace cert-manager written',
    'CustomResourceDefinition gateways.gateway.networking.k8s.io established',
    'CustomResourceDefinition httproutes.gateway.networking.k8s.io established',
  ]);
  for (const kind of ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']) {
    assert.deepEqual(waits(kind, NAME), [
      `Service cert-manager/${NAME} written`,
      `Deployment cert-manager/${NAME} written`,
    ]);
  }

  await apply();
  const bundle = Buffer.from('as good as a certificate').toString('base64');
  for (const kind of WEBHOOKS) {
    const patch = JSON.stringify([
      { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: bundle },
    ]);
    const flags = ['--type=json', '--field-manager=cainjector', '-p', patch];
    await kubectl(plane, ['patch', kind, NAME, ...flags]);
  }
  const warm = await apply();
  assert.deepEqual(
    warm.filter(({ action }) => action !== 'unchanged').map(({ kind }) => kind),
    [],
  );

  for (const kind of WEBHOOKS) {
    const drift = JSON.stringify([{ op: 'replace', path: '/webhooks/0/timeoutSeconds', value: 1 }]);
    await kubectl(plane, ['patch', kind, NAME, '--type=json', '-p', drift]);
  }
  await apply();
  for (const kind of WEBHOOKS) {
    const [webhook] = (await getObject(plane, [kind, NAME])).webhooks;
    assert.equal(webhook.timeoutSeconds, 30, `${kind} is repaired`);
    assert.equal(webhook.clientConfig.caBundle, bundle, `${kind} keeps its bundle`);
  }
});
