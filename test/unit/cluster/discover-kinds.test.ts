import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discoverKinds } from '../../../src/cluster/discover-kinds.ts';
import { statusError } from './support/errors.ts';
import { fakeClient } from './support/fake-client.ts';

const AGGREGATED: Record<string, object> = {
  '/api': {
    kind: 'APIGroupDiscoveryList',
    items: [
      {
        metadata: {},
        versions: [
          {
            version: 'v1',
            freshness: 'Current',
            resources: [
              {
                resource: 'pods',
                responseKind: { group: '', version: 'v1', kind: 'Pod' },
                scope: 'Namespaced',
                verbs: ['list', 'delete'],
                subresources: [{ subresource: 'status', verbs: ['get'] }],
              },
            ],
          },
        ],
      },
    ],
  },
  '/apis': {
    kind: 'APIGroupDiscoveryList',
    items: [
      {
        metadata: { name: 'example.com' },
        versions: [
          {
            version: 'v2',
            freshness: 'Current',
            resources: [
              {
                resource: 'lamps',
                responseKind: { kind: 'Lamp' },
                scope: 'Cluster',
                verbs: ['list'],
              },
            ],
          },
          {
            version: 'v1',
            freshness: 'Current',
            resources: [
              {
                resource: 'lamps',
                responseKind: { kind: 'Lamp' },
                scope: 'Cluster',
                verbs: ['list'],
              },
            ],
          },
        ],
      },
      {
        metadata: { name: 'down.example.com' },
        versions: [{ version: 'v1', freshness: 'Stale', resources: [] }],
      },
    ],
  },
};

const PLAIN: Record<string, object> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/api/v1': {
    resources: [
      { name: 'pods', kind: 'Pod', namespaced: true, verbs: ['list', 'delete'] },
      { name: 'pods/status', kind: 'Pod', namespaced: true, verbs: ['get'] },
    ],
  },
  '/apis': {
    kind: 'APIGroupList',
    groups: [
      {
        name: 'example.com',
        versions: [{ version: 'v1' }, { version: 'v2' }],
        preferredVersion: { version: 'v2' },
      },
      {
        name: 'down.example.com',
        versions: [{ version: 'v1' }],
        preferredVersion: { version: 'v1' },
      },
      {
        name: 'gone.example.com',
        versions: [{ version: 'v1' }],
        preferredVersion: { version: 'v1' },
      },
    ],
  },
  '/apis/example.com/v1': {
    resources: [{ name: 'lamps', kind: 'Lamp', namespaced: false, verbs: ['list'] }],
  },
  '/apis/example.com/v2': {
    resources: [{ name: 'lamps', kind: 'Lamp', namespaced: false, verbs: ['list'] }],
  },
};

const EXPECTED = {
  kinds: [
    {
      group: '',
      apiVersion: 'v1',
      kind: 'Pod',
      plural: 'pods',
      namespaced: true,
      verbs: ['list', 'delete'],
    },
    {
      group: 'example.com',
      apiVersion: 'example.com/v2',
      kind: 'Lamp',
      plural: 'lamps',
      namespaced: false,
      verbs: ['list'],
    },
  ],
  unavailable: ['down.example.com/v1'],
};

describe('discoverKinds', () => {
  it('takes what aggregated discovery says', async () => {
    const client = fakeClient({ answer: ({ path }) => AGGREGATED[path] });
    assert.deepEqual(await discoverKinds(client), EXPECTED);
  });

  it('asks group by group where there is none', async () => {
    const client = fakeClient({
      answer: ({ path }) => {
        if (path.startsWith('/apis/down')) throw statusError(503);
        if (path.startsWith('/apis/gone')) throw statusError(404);
        return PLAIN[path];
      },
    });
    assert.deepEqual(await discoverKinds(client), EXPECTED);
  });
});
