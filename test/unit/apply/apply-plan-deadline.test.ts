import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareText } from '../../../src/manifest/object.ts';
import { manualDeadline, networkError, statusError } from '../cluster/support/errors.ts';
import { crd, object } from '../support/objects.ts';
import { actions, apply, INVENTORY, messages } from './support/apply.ts';
import { fakeServer } from './support/fake-server.ts';

const lamp = object('example.com/v1 Lamp shop/a', { spec: { size: 1 } });
const namespace = object('v1 Namespace shop');
const configMap = object('v1 ConfigMap shop/a');

describe('applyPlan at the deadline', () => {
  it('tells of each object what it waits for', async () => {
    const { signal, pass } = manualDeadline();
    const server = fakeServer((path) => {
      if (path !== '/api/v1/namespaces/shop/configmaps/a') return;
      setTimeout(pass, 20);
      throw networkError('ECONNREFUSED');
    });
    const outcomes = await apply([lamp, crd(), namespace, configMap], server, signal);
    const waitsFor = 'the deadline passed while it waited for';
    assert.deepEqual(messages(outcomes).toSorted(compareText), [
      '',
      `${waitsFor} CustomResourceDefinition lamps.example.com to be established`,
      `${waitsFor} itself to be Established`,
      `${waitsFor} the API server (connect ECONNREFUSED)`,
    ]);
    assert.equal(server.written.filter((path) => path === INVENTORY).length, 1, 'the intent');
  });

  it('names what kept the API server from answering at all', async () => {
    const { signal, pass } = manualDeadline();
    const server = fakeServer();
    server.answer = () => {
      setImmediate(pass);
      return Promise.reject(networkError('ECONNREFUSED'));
    };
    const outcomes = await apply([namespace, configMap], server, signal);
    const text = 'the deadline passed while it waited for the API server (connect ECONNREFUSED)';
    assert.deepEqual(messages(outcomes), [text, text]);
  });

  it('throws what the API server refuses to let be read', async () => {
    const server = fakeServer();
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no' });
    server.answer = () => Promise.reject(refusal);
    await assert.rejects(apply([namespace], server), refusal);
  });

  it('tells what was done when it passes while the inventory is written', async () => {
    const { signal, pass } = manualDeadline();
    const server = fakeServer((path, { written }) => {
      if (path === INVENTORY && written.length > 1) pass();
    });
    const outcomes = await apply([namespace], server, signal);
    assert.deepEqual(actions(outcomes), { 'Namespace shop': 'created' });
  });

  it('tells of each object when it passes while the first read waits as long as the server asks', async () => {
    const { signal, pass } = manualDeadline();
    const server = fakeServer();
    server.answer = () => {
      setImmediate(pass);
      const details = { retryAfterSeconds: 60 };
      return Promise.reject(statusError(429, { message: 'slow down', details }));
    };
    const outcomes = await apply([namespace], server, signal);
    assert.deepEqual(actions(outcomes), { 'Namespace shop': 'waiting' });
  });
});
