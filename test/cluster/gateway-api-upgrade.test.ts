import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { compareText } from '../../src/manifest/object.ts';
import { FIRST_RELEASE, RECENT_RELEASE, rebaseGatewayApi } from './support/gateway-api.ts';
import { NEWER, OLDER, gatewayApi } from './support/gateway-api-crds.ts';
import { runProgram } from './support/program.ts';
import { writeRelease } from './support/releases.ts';
import { temporaryDirectory } from './support/trees.ts';
import { GATEWAY_API, UPSTREAM, needsUpstream } from './support/upstream.ts';

/*
 * The step that MicroShift has not made since 4.18: what a rebase says of it, on real input.
 */

suite('rebase from the first release to a recent one', needsUpstream, () => {
  test('is refused, with all that is lost or unsafe, and goes on when that is accepted', async (t) => {
    const out = path.join(await temporaryDirectory(t), 'out');
    const report = path.join(out, 'rebase-report.md');
    assert.equal((await rebaseGatewayApi(FIRST_RELEASE, out)).status, 0);
    const before = await readFile(report, 'utf8');

    const refused = await rebaseGatewayApi(RECENT_RELEASE, out);
    assert.equal(refused.status, 6);
    const ids = [...refused.stderr.matchAll(/--accept '?([^\s']+)'?$/gm)].map(([, id]) => id ?? '');
    for (const id of [
      'crd-field-removed:istios.sailoperator.io:spec.values.revisionTags',
      'crd-field-removed:istiorevisions.sailoperator.io:spec.type',
      'crd-field-removed:istiorevisions.sailoperator.io:spec.values.revisionTags',
      'crd-removed:remoteistios.sailoperator.io',
    ]) {
      assert.ok(ids.includes(id), id);
    }
    assert.match(refused.stdout, /`spec\.version`.*"v1\.23\.0" is no longer accepted/);
    assert.match(refused.stdout, /v1alpha1 is gone: objects stored in it are rewritten in v1/);
    assert.match(
      refused.stdout,
      /renamed: `ClusterRole metrics-reader` to `ClusterRole servicemeshoperator3-metrics-reader`/,
    );
    // The sum of MicroShift's enhancement, and the new one.
    assert.match(refused.stdout, /\*\*together\*\* \| 165m, 356Mi \| 160m, 292Mi \|/);
    assert.equal(await readFile(report, 'utf8'), before, 'nothing is written');

    const accepted = await rebaseGatewayApi(RECENT_RELEASE, out, ['--accept', ...ids]);
    assert.equal(accepted.status, 0, accepted.stderr);
    assert.match(
      await readFile(report, 'utf8'),
      /^# microshift-gateway-api 3\.3\.6, after 3\.0\.0-tp\.1$/m,
    );

    const check = await rebaseGatewayApi(RECENT_RELEASE, out, ['--check']);
    assert.equal(check.status, 0, check.stderr);
    const outdated = await rebaseGatewayApi(FIRST_RELEASE, out, ['--check']);
    assert.equal(outdated.status, 6);
  });

  test('embeds the images of the version that is asked for alone', async (t) => {
    const out = path.join(await temporaryDirectory(t), 'out');
    assert.equal((await rebaseGatewayApi(RECENT_RELEASE, out)).status, 0);
    const list = await runProgram(['images', out, '--format', 'list']);
    const names = list.stdout.split('\n').map((line) => /([^/@:]+)(?:[@:][^/]+)?$/.exec(line)?.[1]);
    assert.deepEqual(
      names.toSorted((a = '', b = '') => compareText(a, b)),
      [
        'istio-cni-rhel9',
        'istio-must-gather-rhel9',
        'istio-pilot-rhel9',
        'istio-proxyv2-rhel9',
        'istio-ztunnel-rhel9',
        'sail-operator',
      ],
    );
    const table = await runProgram(['images', out]);
    assert.match(table.stdout, /^6 images to embed/);
    assert.match(table.stdout, /istio v1\.26\.2, which nothing asks for/);
  });

  test('refuses an Istio that never becomes ready with the Gateway API beside it', async (t) => {
    const out = path.join(await temporaryDirectory(t), 'out');
    const args = [
      'rebase',
      GATEWAY_API,
      `--source=service-mesh=${UPSTREAM}/ossm-bundle/3.3.6`,
      `--source=gateway-api=${UPSTREAM}/gateway-api/v1.6.1`,
      '--no-resolve',
      `--out=${out}`,
      ...RECENT_RELEASE.flags,
    ];
    const refused = await runProgram(args);
    assert.equal(refused.status, 6);
    assert.match(refused.stderr, /issues\/59443.*\[versions-incompatible\]/);
    const id = /--accept '?([^\s']+)'?$/m.exec(refused.stderr)?.[1] ?? '';
    const accepted = await runProgram([...args, '--accept', id]);
    assert.equal(accepted.status, 0, accepted.stderr);
  });

  test('leaves word on the device, which refuses another tree that brings such a version', async (t) => {
    const directory = await temporaryDirectory(t);
    const out = path.join(directory, 'out');
    assert.equal((await rebaseGatewayApi(RECENT_RELEASE, out)).status, 0);
    const mesh = path.join(out, 'manifests.d/000-microshift-gateway-api');
    const release = { name: 'fabric', version: '2.0.0' };
    const fabric = await writeRelease(directory, {
      ...release,
      objects: await gatewayApi(NEWER),
    });
    const refused = await runProgram(['plan', mesh, fabric]);
    assert.equal(refused.status, 6);
    assert.match(
      refused.stderr,
      /istio v1\.28\.10 of gateway-api does not work with gateway-api v1\.6\.1 of fabric: istiod never becomes ready \(\S+59443\) \[pair-refused\]/,
    );
    const same = await writeRelease(path.join(directory, 'out'), {
      ...release,
      objects: await gatewayApi(OLDER),
    });
    const planned = await runProgram(['plan', mesh, same]);
    assert.equal(planned.status, 0, planned.stderr);
    assert.match(
      planned.stdout,
      /CustomResourceDefinition gateways\.gateway\.networking\.k8s\.io\n +of gateway-api, fabric\n/,
    );
  });
});
