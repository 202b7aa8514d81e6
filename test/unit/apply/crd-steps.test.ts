import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planCrdSteps } from '../../../src/apply/crd-steps.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { objectState } from '../../../src/cluster/object-state.ts';
import { UserError } from '../../../src/errors.ts';
import { entryOf } from '../../../src/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { notFound } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { living } from '../migration/support/live.ts';
import { object } from '../support/objects.ts';
import { A, AB, lamps } from '../upgrade/support/lamps.ts';
import { node } from './support/nodes.ts';
import { found, inventory, tree } from './support/releases.ts';

const CRD = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/lamps.example.com';
const LIST = /^\/apis\/example\.com\/\w+\/lamps\?limit=500$/;
const METADATA = { name: 'lamps.example.com', uid: 'crd', generation: 2, resourceVersion: '7' };

/** The CRD of lamps in the cluster. */
function inCluster(crd: KubernetesObject, stored: string[]): KubernetesObject {
  return living({ ...crd, metadata: METADATA }, stored);
}

type Given = {
  live: KubernetesObject;
  next: KubernetesObject;
  /** Whether the inventory says that the live one was applied by this program, and not changed since. */
  isOurs?: boolean;
  recorded?: string;
  more?: KubernetesObject[];
  lamps?: object[];
  mayDrop?: string[];
};

/** Judges a CRD, and runs its step if it has one. */
async function judge(given: Given) {
  const { live, next, isOurs = false, recorded = '1.0.0', more = [], mayDrop = [] } = given;
  const state = objectState(live);
  const [crd, ...others] = [next, ...more].map((each) => node(each));
  assert.ok(crd);
  const entry = entryOf('sha256:other', isOurs ? state : { ...state, generation: 1 });
  const before = found([[crd.key, state]], {
    tree: inventory([[crd.key, entry]], { release: recorded }),
  });
  const writes: ApiRequest[] = [];
  const client = fakeClient({
    answer: (request) => {
      if (request.method !== 'GET') writes.push(request);
      if (request.path === CRD) return live;
      if (request.path.includes('/lamps')) return { items: given.lamps ?? [] };
      throw notFound();
    },
  });
  const fields = mayDrop.map((field) => ({ crd: 'lamps.example.com', field }));
  const trees = [tree({ mayDrop: fields })];
  const plan = { nodes: [crd, ...others] };
  const steps = await planCrdSteps(client, plan, trees, before, () => {});
  const judged = requestLines(client);
  client.requests.length = 0;
  let written = 0;
  const step = steps.get(crd.key);
  const result = await step?.run(async () => {
    written += 1;
    return { action: 'configured', state, live: { metadata: METADATA } };
  });
  return { step, judged, asked: requestLines(client), written, result };
}

const v1 = lamps([{ name: 'v1', schema: A }]);
const v1b = lamps([{ name: 'v1', schema: AB }]);

describe('planCrdSteps', () => {
  it('reads the live CRD once, and then writes the next', async () => {
    const { judged, asked, written, result, step } = await judge({
      live: inCluster(v1, ['v1']),
      next: v1b,
      isOurs: true,
    });
    assert.deepEqual(judged, [`GET ${CRD}`]);
    assert.deepEqual(asked, []);
    assert.equal(written, 1);
    assert.equal(step?.foretold, undefined);
    // Its gate needs no other word.
    assert.deepEqual(result?.live, { metadata: METADATA, status: { storedVersions: ['v1'] } });
  });

  const looks: [string, boolean, KubernetesObject, KubernetesObject, boolean][] = [
    ['that somebody else has written last', false, v1, v1b, true],
    ['of ours', true, v1, v1b, false],
    [
      'of ours that loses a version',
      true,
      lamps([{ name: 'v1beta1' }, { name: 'v1' }]),
      lamps([{ name: 'v1' }]),
      true,
    ],
  ];
  for (const [name, isOurs, live, next, expected] of looks) {
    it(`${expected ? 'looks' : 'does not look'} for objects to repair after a CRD ${name}`, async () => {
      const { asked } = await judge({ live: inCluster(live, ['v1']), next, isOurs });
      assert.deepEqual(
        asked.map((line) => LIST.test(line.replace('GET ', ''))),
        expected ? [true] : [],
      );
    });
  }

  it('repairs in a version that is served before and after', async () => {
    const live = inCluster(lamps([{ name: 'v1beta1' }, { name: 'v1' }]), ['v1']);
    const next = lamps([{ name: 'v1', storage: false }, { name: 'v2' }]);
    const { asked } = await judge({ live, next });
    assert.deepEqual(asked, ['GET /apis/example.com/v1/lamps?limit=500']);
  });

  it('keeps a newer CRD that serves what is needed, and does not write it', async () => {
    const { step, written, result } = await judge({
      live: inCluster(v1b, ['v1']),
      next: v1,
      recorded: '3.0.0',
      isOurs: true,
      more: [object('example.com/v1 Lamp shop/a')],
    });
    assert.equal(written, 0);
    assert.equal(result?.action, 'kept');
    assert.equal(result?.note, step?.foretold?.note);
    assert.match(result?.note ?? '', /of a newer release .*: it serves v1$/);
  });

  it('foretells a migration, and of which kind', async () => {
    const live = inCluster(lamps([{ name: 'v1alpha1' }]), ['v1alpha1']);
    const crd = node(v1);
    const before = found([[crd.key, objectState(live)]]);
    const client = fakeClient({ answer: () => live });
    const steps = await planCrdSteps(client, { nodes: [crd] }, [tree()], before, () => {});
    const { foretold, moves } = steps.get(crd.key) ?? {};
    const note = 'its stored objects are migrated from v1alpha1 to v1';
    assert.deepEqual(foretold, { action: 'configured', note });
    assert.equal(moves, 'Lamp.example.com');
  });

  const refusals: [string, Given, string][] = [
    [
      'a field that an object uses goes',
      {
        live: inCluster(v1b, ['v1']),
        next: v1,
        lamps: [{ metadata: { name: 'l', namespace: 'shop' }, spec: { b: 'x' } }],
      },
      'crd-data-loss Lamp.example.com shop/l spec.b',
    ],
    [
      'the device went back to what the newer CRD does not serve',
      {
        live: inCluster(v1, ['v1']),
        next: lamps([{ name: 'v1alpha1' }]),
        recorded: '3.0.0',
        more: [object('example.com/v1alpha1 Lamp shop/a')],
      },
      'crd-downgrade CustomResourceDefinition lamps.example.com undefined',
    ],
  ];
  for (const [name, given, expected] of refusals) {
    it(`refuses everything where ${name}`, async () => {
      await assert.rejects(judge(given), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.exit, 6);
        assert.deepEqual(
          error.problems.map(({ code, at }) => `${code} ${at?.object} ${at?.field}`),
          [expected],
        );
        return true;
      });
    });
  }

  it('goes on where the loss is accepted', async () => {
    const [, given] = refusals[0] ?? [];
    assert.ok(given);
    assert.equal((await judge({ ...given, mayDrop: ['spec.b'] })).written, 1);
  });

  it('leaves alone what is being deleted, and what is as it was recorded', async () => {
    const live = inCluster(v1, ['v1']);
    const crd = node(v1);
    const state = objectState(live);
    const recorded = { tree: inventory([[crd.key, entryOf(crd.manifest.digest, state)]]) };
    for (const before of [
      found([[crd.key, { ...state, deleting: true }]]),
      found([[crd.key, state]], recorded),
      found(),
    ]) {
      const client = fakeClient({});
      // oxlint-disable-next-line no-await-in-loop -- three cases
      const steps = await planCrdSteps(client, { nodes: [crd] }, [tree()], before, () => {});
      assert.equal(steps.size, 0);
      assert.deepEqual(client.requests, []);
    }
  });
});
