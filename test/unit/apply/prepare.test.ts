import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prepare } from '../../../src/apply/prepare.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { entryOf } from '../../../src/inventory/inventory.ts';
import { notFound } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { crd, object } from '../support/objects.ts';
import { node, state } from './support/nodes.ts';
import { inventory, storedInventory, tree } from './support/releases.ts';

const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.example.com';
const INVENTORIES =
  '/api/v1/namespaces/kube-system/configmaps?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dmicroshift-optional';
const lamps = node(crd());
const gone = node(object('v1 ConfigMap shop/gone'));
const live = { ...crd(), metadata: { name: 'lamps.example.com', ...state({ generation: 1 }) } };
const recorded = (digest: string) =>
  inventory([
    [lamps.key, entryOf(digest, state({ generation: 1 }))],
    [gone.key, entryOf('sha256:x', state({ uid: 'gone' }))],
  ]);

/** What is prepared where the cluster has the CRD, recorded as of a manifest of this digest. */
async function prepared(digest: string, { cluster = 'cluster', hasCrd = true } = {}) {
  const answer = ({ method, path }: ApiRequest): object => {
    assert.equal(method, 'GET');
    if (path === '/api/v1/namespaces/kube-system') return { metadata: { uid: 'cluster' } };
    if (path === INVENTORIES) {
      return { items: [storedInventory('tree', { ...recorded(digest), cluster })] };
    }
    if (path === CRD && hasCrd) return live;
    throw notFound();
  };
  const client = fakeClient({ answer });
  const found = await prepare(client, { nodes: [lamps] }, [tree()], {
    judgeUnowned: true,
    onProgress: () => {},
  });
  const readsOfCrd = requestLines(client).filter((line) => line === `GET ${CRD}`).length;
  return {
    stale: [...(found.stale.get('tree') ?? [])],
    steps: [...found.crdSteps.keys()],
    crds: found.crds.map(({ key }) => key),
    readsOfCrd,
  };
}

describe('prepare', () => {
  it('judges no CRD that is as it was recorded', async () => {
    assert.deepEqual(await prepared(lamps.manifest.digest), {
      stale: [[gone.key, 'gone']],
      steps: [],
      crds: [],
      readsOfCrd: 1,
    });
  });

  it('judges one that is there and of another release, which takes one more read', async () => {
    assert.deepEqual(await prepared('sha256:other'), {
      stale: [[gone.key, 'gone']],
      steps: [lamps.key],
      crds: [lamps.key],
      readsOfCrd: 2,
    });
  });

  it('judges none that is not there', async () => {
    const { steps, crds, readsOfCrd } = await prepared('sha256:other', { hasCrd: false });
    assert.deepEqual([steps, crds, readsOfCrd], [[], [lamps.key], 1]);
  });

  it('takes nothing for stale by the record of another cluster', async () => {
    const { stale, crds } = await prepared(lamps.manifest.digest, { cluster: 'another' });
    assert.deepEqual([stale, crds], [[], [lamps.key]]);
  });
});
