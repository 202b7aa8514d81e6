import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deadWebhooks } from '../../../src/removal/dead-webhooks.ts';
import { notFound } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { removable } from './support/removables.ts';

const HOOK = removable('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration hook');
const OTHER = removable('v1 ConfigMap shop/hook');

const service = { name: 'hook', namespace: 'shop' };
const slice = (...ready: (boolean | undefined)[]): object => ({
  endpoints: ready.map((each) => ({ conditions: each === undefined ? {} : { ready: each } })),
});

type Case = {
  name: string;
  /** The configuration; undefined where it does not exist. */
  webhooks: object[] | undefined;
  service?: object;
  slices?: object[];
  dead: boolean;
};

describe('deadWebhooks', () => {
  const called = [{ clientConfig: { service } }];
  const cases: Case[] = [
    { name: 'its Service is gone', webhooks: called, dead: true },
    { name: 'nothing is behind it', webhooks: called, service: {}, slices: [], dead: true },
    { name: 'nothing is ready', webhooks: called, service: {}, slices: [slice(false)], dead: true },
    {
      name: 'one is ready',
      webhooks: called,
      service: {},
      slices: [slice(false), slice(false, true)],
      dead: false,
    },
    {
      name: 'readiness is not told, which means ready',
      webhooks: called,
      service: {},
      slices: [slice(undefined)],
      dead: false,
    },
    {
      name: 'its Service leads out of the cluster',
      webhooks: called,
      service: { spec: { type: 'ExternalName' } },
      dead: false,
    },
    {
      name: 'it calls a URL',
      webhooks: [{ clientConfig: { url: 'https://example.com' } }],
      dead: false,
    },
    {
      name: 'one of two Services is gone',
      webhooks: [{ clientConfig: { url: 'https://example.com' } }, ...called],
      dead: true,
    },
    { name: 'it is not there', webhooks: undefined, dead: false },
  ];
  for (const each of cases) {
    it(`${each.dead ? 'dead' : 'alive'}: ${each.name}`, async () => {
      const answers: Record<string, object | undefined> = {
        '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hook':
          each.webhooks && { webhooks: each.webhooks },
        '/api/v1/namespaces/shop/services/hook': each.service,
        '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name=hook':
          { items: each.slices ?? [] },
      };
      const client = fakeClient({
        answer: ({ path }) => answers[decodeURIComponent(path)] ?? Promise.reject(notFound()),
      });
      const dead = await deadWebhooks(client, [HOOK, OTHER]);
      assert.deepEqual([...dead], each.dead ? [HOOK.key] : []);
    });
  }
});
