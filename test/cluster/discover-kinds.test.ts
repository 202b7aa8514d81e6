import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Client } from '../../src/cluster/client.ts';
import { discoverKinds } from '../../src/cluster/discover-kinds.ts';
import type { Discovery } from '../../src/cluster/discover-kinds.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { testClient } from './support/client.ts';

/** The kinds of the API server itself; other tests add and remove theirs meanwhile. */
function builtin({ kinds, unavailable }: Discovery): string[] {
  assert.deepEqual(unavailable, []);
  return kinds
    .filter(({ group }) => group === '' || group === 'apps' || group.endsWith('.k8s.io'))
    .map(
      ({ apiVersion, kind, plural, namespaced, verbs }) =>
        `${apiVersion} ${kind} ${plural} ${namespaced} ${verbs.toSorted().join()}`,
    )
    .toSorted();
}

/** A client of an API server without aggregated discovery, as far as it can tell. */
function withoutAggregated(client: Client): Client {
  return {
    ...client,
    request: (request, options) =>
      client.request({ ...request, accept: 'application/json' }, options),
  };
}

suite('discoverKinds', () => {
  test('finds the same with aggregated discovery and without', async (t) => {
    const client = testClient(t, sharedControlPlane());
    const aggregated = builtin(await discoverKinds(client));
    assert.deepEqual(builtin(await discoverKinds(withoutAggregated(client))), aggregated);
    assert.ok(aggregated.some((line) => line.startsWith('apps/v1 Deployment deployments true')));
    assert.ok(aggregated.length > 50, `${aggregated.length} kinds`);
  });
});
