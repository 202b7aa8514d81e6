import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isNotServed, writeObject } from '../../../src/apply/write-object.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { METADATA } from '../../../src/cluster/get-json.ts';
import { objectState } from '../../../src/cluster/object-state.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import { manifestOf } from '../../../src/manifest/manifest.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { networkError, notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { crd, object } from '../support/objects.ts';
import { state } from './support/nodes.ts';

const RESOURCE = { apiVersion: 'v1', plural: 'configmaps', namespace: 'shop' };
const configMap = object('v1 ConfigMap shop/a', { data: { key: 'value' } });

const answerOf = (
  { uid, resourceVersion, generation }: ObjectState,
  content: object = {},
): object => ({ ...content, metadata: { uid, resourceVersion, generation } });

const write = (client: ReturnType<typeof fakeClient>, of: KubernetesObject, before?: ObjectState) =>
  writeObject(client, RESOURCE, of.metadata.name, manifestOf(of), before, { onRetry: () => {} });

describe('writeObject', () => {
  it('applies the manifest itself on the server, strictly and with force', async () => {
    const client = fakeClient({ answer: () => answerOf(state()) });
    const manifest = object('v1 ConfigMap shop/a:b', { data: { max: 9_223_372_036_854_775_807n } });
    await write(client, manifest);
    assert.deepEqual(client.requests, [
      {
        method: 'PATCH',
        path:
          '/api/v1/namespaces/shop/configmaps/a%3Ab' +
          '?fieldManager=microshift-optional&force=true&fieldValidation=Strict',
        contentType: 'application/apply-patch+yaml',
        body:
          '{"apiVersion":"v1","data":{"max":9223372036854775807},"kind":"ConfigMap",' +
          '"metadata":{"name":"a:b","namespace":"shop"}}',
        accept: METADATA,
      },
    ]);
  });

  const table: [string, object | undefined, object][] = [
    ['created', undefined, answerOf(state())],
    ['unchanged', answerOf(state()), answerOf(state())],
    [
      'unchanged',
      answerOf(state(), { data: { a: 'b' }, status: { ready: false } }),
      answerOf(state({ resourceVersion: '6' }), { data: { a: 'b' }, status: { ready: true } }),
    ],
    [
      'configured',
      answerOf(state(), { data: { a: 'b' } }),
      answerOf(state({ resourceVersion: '6' }), { data: { a: 'c' } }),
    ],
    ['configured', answerOf(state({ uid: 'old' })), answerOf(state())],
  ];
  for (const [action, previous, live] of table) {
    it(`${action}: ${JSON.stringify(previous)} → ${JSON.stringify(live)}`, async () => {
      const client = fakeClient({
        answer: ({ method }) => (method === 'GET' ? previous : live),
      });
      const written = await write(client, configMap, previous && state());
      assert.deepEqual(written, { action, state: objectState(live), live });
    });
  }

  it('reads and writes a CRD by its metadata, since the whole weighs megabytes', async () => {
    const client = fakeClient({ answer: () => answerOf(state({ generation: 1 })) });
    const written = await write(client, crd(), state());
    assert.equal(written.action, 'unchanged');
    assert.deepEqual(
      client.requests.map(({ method, accept }) => [method, accept]),
      [
        ['GET', METADATA],
        ['PATCH', METADATA],
      ],
    );
  });

  it('what is deleted just before the write is created', async () => {
    const answer = ({ method }: ApiRequest): object => {
      if (method === 'GET') throw notFound();
      return answerOf(state());
    };
    assert.equal((await write(fakeClient({ answer }), configMap, state())).action, 'created');
  });

  const bare: [string, boolean, KubernetesObject][] = [
    ['a bare Namespace', false, object('v1 Namespace shop')],
    ['a bare object in a namespace', false, object('v1 ServiceAccount shop/a')],
    [
      'a Namespace with labels',
      true,
      object('v1 Namespace shop', { metadata: { labels: { a: 'b' } } }),
    ],
    ['a Namespace with a spec', true, object('v1 Namespace shop', { spec: {} })],
  ];
  for (const [name, isWritten, manifest] of bare) {
    it(`${name} that exists is ${isWritten ? '' : 'not '}written`, async () => {
      const client = fakeClient({ answer: () => answerOf(state()) });
      const { action, state: after } = await write(client, manifest, state());
      assert.equal(action, 'unchanged');
      assert.deepEqual(after, state());
      assert.equal(client.requests.length, isWritten ? 2 : 0);
    });
  }

  it('a bare Namespace that does not exist is written', async () => {
    const client = fakeClient({ answer: () => answerOf(state()) });
    assert.equal((await write(client, object('v1 Namespace shop'))).action, 'created');
  });

  it('is tried again after a transient error, which is told', async () => {
    const errors = [networkError('ECONNRESET'), statusError(409, { message: 'conflict' })];
    const answer = (): object => {
      const error = errors.shift();
      if (error !== undefined) throw error;
      return answerOf(state());
    };
    const told: string[] = [];
    await writeObject(fakeClient({ answer }), RESOURCE, 'a', manifestOf(configMap), undefined, {
      onRetry: ({ message }) => void told.push(message),
    });
    assert.deepEqual(told, ['connect ECONNRESET', 'conflict']);
  });

  it('gives up on an answer 500 without a reason that stays while the server is well', async () => {
    const error = statusError(500, { message: '.spec.x: field not declared in schema' });
    const client = fakeClient({
      answer: ({ method }) => (method === 'PATCH' ? Promise.reject(error) : 'ok'),
    });
    await assert.rejects(write(client, configMap), error);
    assert.equal(client.requests.filter(({ method }) => method === 'PATCH').length, 3);
  });
});

describe('isNotServed', () => {
  const namespace = { details: { kind: 'namespaces', name: 'shop' } };
  const table: [string, boolean, unknown][] = [
    ['404', true, notFound()],
    ['404 of the namespace', false, statusError(404, namespace)],
    ['another status', false, statusError(422)],
    ['a network error', false, networkError('ENOENT')],
  ];
  for (const [name, expected, error] of table) {
    it(`${expected}: ${name}`, () => assert.equal(isNotServed(error), expected));
  }
});
