import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinKind } from '../../src/manifest/builtin-kinds.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { kubectl } from './support/kubectl.ts';

test('the table of built-in kinds is what a real API server serves', async () => {
  const plane = sharedControlPlane();
  const groups = JSON.parse(await kubectl(plane, ['get', '--raw', '/apis'])) as {
    groups: { name: string; preferredVersion: { groupVersion: string } }[];
  };
  const paths = [
    { group: '', path: '/api/v1' },
    ...groups.groups
      .filter(({ name }) => name.endsWith('.k8s.io') || !name.includes('.'))
      .map(({ name, preferredVersion }) => ({
        group: name,
        path: `/apis/${preferredVersion.groupVersion}`,
      })),
  ];
  let compared = 0;
  for (const { group, path } of paths) {
    const { resources } = JSON.parse(await kubectl(plane, ['get', '--raw', path])) as {
      resources: { name: string; kind: string; namespaced: boolean; verbs: string[] }[];
    };
    for (const { name, kind, namespaced, verbs } of resources) {
      // Subresources, and what cannot stand in a manifest, such as a SubjectAccessReview.
      if (name.includes('/') || !verbs.includes('patch')) continue;
      assert.deepEqual(
        builtinKind({ group, kind }),
        { plural: name, namespaced },
        `${group} ${kind}`,
      );
      compared += 1;
    }
  }
  // Older API servers serve fewer.
  assert.ok(compared > 40, `only ${compared} kinds were compared`);
});
