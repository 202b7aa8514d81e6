import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { crd, object } from '../support/objects.ts';
import { actions, apply, INVENTORY, messages } from './support/apply.ts';
import { establishing, fakeServer } from './support/fake-server.ts';

const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.example.com';
const LAMP = '/apis/example.com/v1/namespaces/shop/lamps/a';
const lamp = object('example.com/v1 Lamp shop/a', { spec: { size: 1 } });
const namespace = object('v1 Namespace shop', { metadata: { labels: { a: 'b' } } });
const configMap = (name: string, data = {}) => object(`v1 ConfigMap shop/${name}`, { data });

describe('applyPlan', () => {
  it('writes an object only when its namespace is written and its CRD Established', async () => {
    const atEstablished: string[][] = [];
    const server = fakeServer((path, { written, establish }) => {
      if (path !== CRD) return;
      setImmediate(() => {
        atEstablished.push([...written]);
        establish('lamps.example.com');
      });
    });
    const outcomes = await apply([lamp, crd(), namespace], server);
    assert.deepEqual(actions(outcomes), {
      'CustomResourceDefinition lamps.example.com': 'created',
      'Namespace shop': 'created',
      'Lamp.example.com shop/a': 'created',
    });
    assert.equal(server.written.indexOf(LAMP), 3);
    assert.equal(server.written[0], INVENTORY, 'the intent');
    assert.ok(!atEstablished.flat().includes(LAMP));
    assert.equal(server.written.at(-1), INVENTORY);
  });

  it('writes nothing where everything is as it was recorded', async () => {
    const server = fakeServer(establishing);
    const objects = [lamp, crd(), namespace, configMap('a'), configMap('b')];
    await apply(objects, server);
    server.written.length = 0;
    const outcomes = await apply(objects, server);
    assert.deepEqual(new Set(Object.values(actions(outcomes))), new Set(['unchanged']));
    assert.deepEqual(server.written, []);
  });

  it('writes what the manifest or somebody else changed, and nothing else', async () => {
    const server = fakeServer(establishing);
    await apply([namespace, configMap('a'), configMap('b'), configMap('c')], server);
    const path = (name: string): string => `/api/v1/namespaces/shop/configmaps/${name}`;
    const drifted = server.objects.get(path('b'));
    assert.ok(drifted);
    Object.assign(drifted, { data: { key: 'edited' } }).metadata.resourceVersion = '999';
    server.written.length = 0;
    const changed = configMap('c', { key: 'value' });
    const outcomes = await apply([namespace, configMap('a'), configMap('b'), changed], server);
    assert.deepEqual(server.written.toSorted(), [INVENTORY, path('b'), path('c')]);
    assert.deepEqual(actions(outcomes), {
      'Namespace shop': 'unchanged',
      'ConfigMap shop/a': 'unchanged',
      'ConfigMap shop/b': 'configured',
      'ConfigMap shop/c': 'configured',
    });
  });

  it('a failure skips what depends on it, and nothing else; what failed is no more than an intent', async () => {
    const server = fakeServer((path, self) => {
      if (path === CRD) throw statusError(422, { reason: 'Invalid', message: 'no' });
      establishing(path, self);
    });
    const outcomes = await apply([lamp, crd(), namespace, configMap('a')], server);
    assert.deepEqual(actions(outcomes), {
      'CustomResourceDefinition lamps.example.com': 'failed',
      'Namespace shop': 'created',
      'Lamp.example.com shop/a': 'skipped',
      'ConfigMap shop/a': 'created',
    });
    assert.match(
      messages(outcomes).join('\n'),
      /was not written, since CustomResourceDefinition lamps\.example\.com failed/,
    );
    const record = JSON.stringify(server.objects.get(INVENTORY));
    assert.match(record, /ConfigMap\.\/shop\/a\\":\[\\"/);
    assert.match(record, /Lamp\.example\.com\/shop\/a\\":\[\]/);
  });

  it('tries an object again whose kind is not served yet, though its CRD is Established', async () => {
    let early = 2;
    const server = fakeServer((path, self) => {
      establishing(path, self);
      if (path === LAMP && early-- > 0) throw notFound();
    });
    assert.equal(
      (await apply([lamp, crd(), namespace], server))['Lamp.example.com shop/a']?.action,
      'created',
    );
  });

  it('a missing namespace is final, also for an object whose CRD was waited for', async () => {
    const server = fakeServer((path, self) => {
      establishing(path, self);
      const details = { kind: 'namespaces', name: 'shop' };
      if (path === LAMP) throw statusError(404, { reason: 'NotFound', message: 'no', details });
    });
    const { 'Lamp.example.com shop/a': outcome } = await apply([lamp, crd()], server);
    assert.equal(outcome?.action, 'failed');
    assert.match(outcome?.problem?.hint ?? '', /create the namespace shop/);
  });
});
