import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  deleteInventory,
  listInventories,
  listRecords,
  writeInventory,
} from '../../../src/inventory/inventory-store.ts';
import { fakeServer } from '../apply/support/fake-server.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';

const CONFIG_MAPS = '/api/v1/namespaces/kube-system/configmaps';
const INVENTORY = {
  release: '1',
  cluster: 'c',
  objects: new Map([['ConfigMap./shop/a', { digest: 'd', uid: 'u', state: 's' }]]),
  retained: new Map<string, string>(),
  bundles: new Map([['example.com', 'v1.2.0']]),
  incompatible: [],
};

describe('writeInventory', () => {
  const odd = ['UPPER', 'a_b', 'a.b', 'a b', '-a', 'a-', 'ä', '../../secrets/a', 'a'.repeat(64)];
  for (const tree of [...odd, 'a', '010-microshift-a', 'a'.repeat(63)]) {
    it(`has a name that the API server takes for the tree ${tree.slice(0, 20)}`, async () => {
      const client = fakeClient(fakeServer());
      await writeInventory(client, tree, INVENTORY);
      const [request = ''] = requestLines(client);
      const [name = ''] = request.split('?');
      assert.match(name, /\/configmaps\/microshift-optional-[a-z0-9][-a-z0-9]{0,62}$/);
      assert.equal(name.endsWith(`-${tree}`), !odd.includes(tree));
    });
  }
});

describe('listInventories', () => {
  it('gives those of all trees by their own names, and nothing that only looks like one', async () => {
    const server = fakeServer();
    await writeInventory(fakeClient(server), 'Odd tree', INVENTORY);
    const [stored] = server.objects.values();
    const copy = { ...stored, metadata: { ...stored?.metadata, name: 'backup' } };
    const items = [stored, { metadata: { name: 'microshift-optional-x' } }, {}, copy];
    const client = fakeClient({ answer: () => ({ items }) });
    assert.deepEqual(await listInventories(client), new Map([['Odd tree', INVENTORY]]));
    assert.deepEqual(requestLines(client), [
      `GET ${CONFIG_MAPS}?labelSelector=app.kubernetes.io/managed-by=microshift-optional`,
    ]);
  });

  it('does not take an error for absence', async () => {
    const refusal = statusError(403);
    const client = fakeClient({ answer: () => Promise.reject(refusal) });
    await assert.rejects(listInventories(client), refusal);
  });
});

describe('listRecords', () => {
  it('names the trees whose record a newer program has written', async () => {
    const data = { 'inventory.json': JSON.stringify({ version: 3, objects: [] }) };
    const annotations = { 'optional.microshift.io/tree': 'new' };
    const metadata = { name: 'microshift-optional-new', annotations };
    const client = fakeClient({ answer: () => ({ items: [{ metadata, data }, { metadata }] }) });
    assert.deepEqual(await listRecords(client), {
      inventories: new Map(),
      newer: new Map([['new', 3]]),
    });
  });
});

describe('deleteInventory', () => {
  it('is content where there is none', async () => {
    const client = fakeClient({ answer: () => Promise.reject(notFound()) });
    await deleteInventory(client, 'tree');
    assert.deepEqual(requestLines(client), [`DELETE ${CONFIG_MAPS}/microshift-optional-tree`]);
  });

  it('does not take an error for absence', async () => {
    const refusal = statusError(403);
    const client = fakeClient({ answer: () => Promise.reject(refusal) });
    await assert.rejects(deleteInventory(client, 'tree'), refusal);
  });
});
