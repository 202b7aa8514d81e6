import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { readDirectory } from '../../../src/source/read-directory.ts';
import { compareReleases } from '../../../src/upgrade/compare-releases.ts';
import type { CrdChange } from '../../../src/upgrade/crd-change.ts';
import { upgradeFindings } from '../../../src/upgrade/upgrade-findings.ts';
import { UPSTREAM, needsUpstream } from '../../cluster/support/upstream.ts';

/*
 * Real steps from one upstream release to another, told exactly. What was found in each is in expected/:
 * to be read, not regenerated blindly, when a rule is meant to judge otherwise.
 */

const STEPS = [
  {
    name: 'service-mesh-3.0.0-tp.1-to-3.3.6',
    before: 'ossm-bundle/3.0.0-tp.1/manifests',
    after: 'ossm-bundle/3.3.6/manifests',
  },
  {
    name: 'gateway-api-1.1.0-to-1.6.1',
    before: 'gateway-api/v1.1.0/standard',
    after: 'gateway-api/v1.6.1/standard',
  },
];

/** By directory: they are megabytes, and most tests need the same. */
const read = new Map<string, Promise<KubernetesObject[]>>();

function readUpstream(directory: string): Promise<KubernetesObject[]> {
  const objects = read.get(directory) ?? readObjects(directory);
  read.set(directory, objects);
  return objects;
}

async function readObjects(directory: string): Promise<KubernetesObject[]> {
  const files = await readDirectory(path.join(UPSTREAM, directory));
  return files
    .filter((file) => /\.ya?ml$/.test(file.path))
    .flatMap((file) => readManifests(Buffer.from(file.bytes).toString(), file.path))
    .map(({ object }) => object)
    .filter(({ kind }) => kind !== 'ClusterServiceVersion');
}

/** What a maintainer is told, and how many changes of which kind are safe. */
function summary(changes: readonly CrdChange[]): unknown {
  const safe = changes.filter((change) => change.class === 'safe').map(({ change }) => change);
  const kinds = [...new Set(safe)].toSorted();
  return {
    findings: upgradeFindings(changes, { mayDrop: [] }).map(
      ({ severity, id }) => `${severity} ${id}`,
    ),
    safe: Object.fromEntries(
      kinds.map((kind) => [kind, safe.filter((each) => each === kind).length]),
    ),
  };
}

describe('real upgrades', needsUpstream, () => {
  for (const { name, before, after } of STEPS) {
    it(`${name} is told exactly`, async () => {
      const { crds } = compareReleases(await readUpstream(before), await readUpstream(after));
      const file = path.join(import.meta.dirname, 'expected', `${name}.json`);
      assert.deepEqual(summary(crds), JSON.parse(await readFile(file, 'utf8')));
    });

    it(`${name} is nothing where nothing changed`, async () => {
      const objects = await readUpstream(after);
      const { crds, objects: changed } = compareReleases(objects, structuredClone(objects));
      assert.deepEqual([crds, changed], [[], []]);
    });
  }

  it('3.0.0-tp.1 to 3.3.6 loses three fields, and is migrated', async () => {
    const [{ before, after } = { before: '', after: '' }] = STEPS;
    const { crds, objects } = compareReleases(
      await readUpstream(before),
      await readUpstream(after),
    );
    const told = (into: CrdChange['class']): string[] =>
      crds
        .filter((change) => change.class === into)
        .map(({ crd, field, versions }) =>
          `${crd} ${field} ${versions.join(', ')}`.replace('  ', ' '),
        );
    assert.deepEqual(told('lossy'), [
      'istiorevisions.sailoperator.io spec.type v1alpha1 → v1',
      'istiorevisions.sailoperator.io spec.values.revisionTags v1alpha1 → v1',
      'istios.sailoperator.io spec.values.revisionTags v1alpha1 → v1',
    ]);
    assert.deepEqual(
      crds
        .filter(({ change }) => change === 'version-removed')
        .map(({ crd, before: version }) => `${crd} ${version}`),
      ['istiocnis', 'istiorevisions', 'istios'].map(
        (plural) => `${plural}.sailoperator.io v1alpha1`,
      ),
    );
    assert.deepEqual(
      crds
        .filter(({ change }) => change === 'enum-value-removed')
        .map(({ crd, field, before: value }) => `${crd} ${field} ${value}`),
      ['istiocnis', 'istiorevisions', 'istios'].map(
        (plural) => `${plural}.sailoperator.io spec.version "v1.23.0"`,
      ),
    );
    const come = objects.filter(({ change }) => change !== 'changed');
    assert.deepEqual(
      come.map(
        (each) =>
          `${each.change} ${each.object.name}${'from' in each ? ` from ${each.from.name}` : ''}`,
      ),
      [
        'renamed servicemeshoperator3-metrics-reader from metrics-reader',
        'added istioctl',
        'added istiorevisiontags.sailoperator.io',
        'removed remoteistios.sailoperator.io',
        'added ztunnels.sailoperator.io',
      ],
    );
  });
});
