import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { ensureHelm } from '../cluster/control-plane/binaries.ts';
import { UPSTREAM, needsUpstream } from '../cluster/support/upstream.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { runProgram } from './support/program.ts';

/* From a source of another project to a component that rebase takes, as it is and with every suggestion taken. */

const SHARED = path.resolve(import.meta.dirname, '../../manifests.d/gateway-api.source.yaml');

before(async () => {
  process.env.MICROSHIFT_OPTIONAL_HELM = await ensureHelm(console.error);
});

type Case = {
  ref: string;
  kind: 'HelmChart' | 'RegistryV1Bundle' | 'Manifests';
  /** What upstream left open. */
  images?: string[];
  /** What component.yaml suggests, by section. */
  suggests: string[];
};

const CASES: Case[] = [
  { ref: 'charts/traefik-v41.3.0', kind: 'HelmChart', suggests: ['patches', 'images'] },
  { ref: 'charts/cert-manager-v1.21.1', kind: 'HelmChart', suggests: ['images'] },
  {
    ref: 'charts/envoy-gateway-v1.9.0',
    kind: 'HelmChart',
    suggests: ['- name: gateway-api', 'remove', 'patches', 'images'],
  },
  { ref: 'charts/linkerd-crds-edge-26.8.3', kind: 'HelmChart', suggests: [] },
  {
    ref: 'ossm-bundle/3.3.6',
    kind: 'RegistryV1Bundle',
    images: ['sail-operator=registry.example.com/sail-operator:3.3.6'],
    suggests: [],
  },
  { ref: 'ossm-bundle/3.0.0-tp.1', kind: 'RegistryV1Bundle', suggests: ['patches', 'images'] },
  {
    ref: 'manifests/argo-rollouts-v1.9.1.yaml',
    kind: 'Manifests',
    suggests: ['patches', 'images'],
  },
  { ref: 'manifests/cert-manager-v1.21.1.yaml', kind: 'Manifests', suggests: ['images'] },
  {
    ref: 'manifests/envoy-gateway-v1.9.0.yaml',
    kind: 'Manifests',
    suggests: ['- name: gateway-api', 'remove', 'patches', 'images'],
  },
  { ref: 'gateway-api/v1.1.0', kind: 'Manifests', suggests: [] },
  { ref: 'gateway-api/v1.1.0/standard', kind: 'Manifests', suggests: [] },
  { ref: 'gateway-api/v1.6.1', kind: 'Manifests', suggests: [] },
  { ref: 'gateway-api/v1.6.1/experimental', kind: 'Manifests', suggests: [] },
  {
    ref: 'nginx-gateway-fabric/v2.6.7/default-deploy.yaml',
    kind: 'Manifests',
    suggests: ['patches', 'images'],
  },
  {
    ref: 'nginx-gateway-fabric/v2.6.7/openshift-deploy.yaml',
    kind: 'Manifests',
    suggests: ['patches', 'images'],
  },
  { ref: 'nginx-gateway-fabric/v2.6.7/crds.yaml', kind: 'Manifests', suggests: [] },
];

/** Takes every suggestion, as the file says how. */
function withSuggestions(text: string): string {
  return text.replaceAll(/^#(?= {2})/gm, '');
}

describe('a component of a source of another project', { ...needsUpstream, concurrency: 2 }, () => {
  for (const { ref, kind, images = [], suggests } of CASES) {
    it(ref, async (t) => {
      const work = await temporaryDirectory(t);
      const components = path.join(work, 'manifests.d');
      await mkdir(components);
      await copyFile(SHARED, path.join(components, 'gateway-api.source.yaml'));
      const directory = path.join(components, '010-microshift-new');
      const init = ['init', 'new', '--source', path.join(UPSTREAM, ref), '--out', directory];
      const made = await runProgram(init);
      assert.equal(made.status, 0, made.stderr);
      assert.match(made.stdout, new RegExp(`component.yaml: ${kind}\\b`));
      const expectRefusal = images.length > 0 ? /image-unresolved/ : /^(?!.*rebase will not)/s;
      assert.match(made.stderr, expectRefusal);
      const file = path.join(directory, 'component.yaml');
      const text = await readFile(file, 'utf8');
      const sections = [...text.matchAll(/^# {2}(?: {2}(- name: [\w-]+)|(\w+):)$/gm)];
      assert.deepEqual(
        sections.map(([, source, section]) => source ?? section),
        suggests,
      );

      // As it is, init itself has assembled it.
      const changed = withSuggestions(text);
      assert.equal(changed !== text, suggests.length > 0);
      await writeFile(file, changed);
      const out = path.join(work, 'release');
      const flags = images.flatMap((image) => ['--image', image]);
      if (suggests.includes('- name: gateway-api')) {
        flags.push('--source', `gateway-api=${UPSTREAM}/gateway-api/v1.1.0`);
      }
      const rebase = ['rebase', directory, '--no-resolve', '--out', out, ...flags];
      const rebased = await runProgram(rebase);
      assert.equal(rebased.status, 0, rebased.stderr);
      const verified = await runProgram(['verify', out]);
      assert.equal(verified.status, 0, verified.stdout);
    });
  }

  it('has a relative path of the source from its own file', async (t) => {
    const work = await temporaryDirectory(t, {
      'up/a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: lamp}\n',
    });
    const source = path.join(work, 'up/a.yaml');
    const directory = path.join(work, 'manifests.d/010-microshift-lamp');
    const given = path.relative(process.cwd(), source);
    const made = await runProgram(['init', 'lamp', '--source', given, '--out', directory]);
    assert.equal(made.status, 0, made.stderr);
    const text = await readFile(path.join(directory, 'component.yaml'), 'utf8');
    assert.match(text, /ref: \.\.\/\.\.\/up\/a\.yaml$/m);
    const out = path.join(work, 'release');
    const rebased = await runProgram(['rebase', directory, '--out', out]);
    assert.equal(rebased.status, 0, rebased.stderr);
  });

  it('names the conflicts of a source, and writes what there is', async (t) => {
    const work = await temporaryDirectory(t);
    const out = path.join(work, '010-microshift-new');
    const source = path.join(UPSTREAM, 'nginx-gateway-fabric/v2.6.7');
    const made = await runProgram(['init', 'new', '--source', source, '--out', out]);
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stderr, /rebase will not take it before this is settled:/);
    assert.match(made.stderr, /Deployment nginx-gateway\/nginx-gateway: stands twice/);
    assert.deepEqual(await readdir(work), ['010-microshift-new']);
    const rebased = await runProgram(['rebase', out, '--no-resolve', '--out', `${work}/release`]);
    assert.equal(rebased.status, 2);
    assert.match(rebased.stderr, /object-conflict/);
  });
});

describe('a new component', () => {
  const LAMP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lamp}\n';

  it('is not written over another one', async (t) => {
    const work = await temporaryDirectory(t, {
      'lamp.yaml': LAMP,
      '010-microshift-lamp/component.yaml': 'mine',
    });
    const out = path.join(work, '010-microshift-lamp');
    const args = ['init', 'lamp', '--source', path.join(work, 'lamp.yaml'), '--out', out];
    const made = await runProgram(args);
    assert.equal(made.status, 2);
    assert.match(made.stderr, /\[component-exists\]/);
    assert.equal(await readFile(path.join(out, 'component.yaml'), 'utf8'), 'mine');
    assert.deepEqual((await readdir(work)).toSorted(), ['010-microshift-lamp', 'lamp.yaml']);
  });

  it('is not there at all where its source cannot be read', async (t) => {
    const work = await temporaryDirectory(t, { 'lamp.yaml': '{' });
    const out = path.join(work, 'components/010-microshift-lamp');
    const args = ['init', 'lamp', '--source', path.join(work, 'lamp.yaml'), '--out', out];
    const made = await runProgram(args);
    assert.equal(made.status, 2, made.stderr);
    assert.deepEqual(await readdir(work), ['lamp.yaml']);
  });

  it('is there, with what is wrong, where a chart needs values', async (t) => {
    const work = await temporaryDirectory(t, {
      'chart/Chart.yaml': 'apiVersion: v2\nname: lamp\nversion: 1.2.3\n',
      'chart/templates/lamp.yaml': `${LAMP}data: {key: {{ required "a key is needed" .Values.key }}}\n`,
    });
    const out = path.join(work, '010-microshift-lamp');
    const args = ['init', 'lamp', '--source', path.join(work, 'chart'), '--out', out];
    const made = await runProgram(args);
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stderr, /a key is needed/);
    const file = path.join(out, 'component.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^( +)kind: HelmChart$/m, '$&\n$1values: {key: bright}'));
    const rebased = await runProgram(['rebase', out, '--no-resolve', '--out', `${work}/release`]);
    assert.equal(rebased.status, 0, rebased.stderr);
  });
});
