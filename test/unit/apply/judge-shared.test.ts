import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeShared } from '../../../src/apply/judge-shared.ts';
import { RefusedTrees } from '../../../src/apply/refused-trees.ts';
import { bundleMarks } from '../../../src/manifest/bundle-mark.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import { INTENT, entryOf } from '../../../src/inventory/inventory.ts';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, object } from '../support/objects.ts';
import { node, state } from './support/nodes.ts';
import { found, inventory, tree } from './support/releases.ts';

const RULE = {
  what: 'mesh',
  version: '1.28.0',
  source: 'api',
  domain: 'example.com',
  versions: '>=1.5.0',
  because: 'it flickers',
  evidence: 'https://example.com/1',
};
const bundles = (version: string) => new Map([['example.com', version]]);

const annotated = (of: KubernetesObject, version: string, channel = 'standard') => ({
  ...of,
  metadata: {
    ...of.metadata,
    annotations: { 'example.com/bundle-version': version, 'example.com/channel': channel },
  },
});
const lamps = (version: string, channel?: string) => annotated(crd(), version, channel);
const policy = (version: string) => annotated(object('v1 ConfigMap ns/policy'), version);

/** The state of an object that is there in this form. */
const live = (of: KubernetesObject): ObjectState => state({ marks: bundleMarks(of) });
/** The record of a tree that has applied an object in this form. */
const applied = (of: KubernetesObject, rest: Partial<Inventory> = {}): Inventory =>
  inventory([[node(of).key, entryOf(node(of).manifest.digest, live(of))]], rest);
const intended = (of: KubernetesObject): Inventory => inventory([[node(of).key, INTENT]]);

/** What is said of a run that applies `next` where there is `there`. */
async function judged(
  next: KubernetesObject,
  there: KubernetesObject,
  {
    inventories = {},
    applies = tree(),
    judgeUnowned = true,
  }: {
    inventories?: Record<string, Inventory>;
    applies?: ReturnType<typeof tree>;
    judgeUnowned?: boolean;
  },
): Promise<string[]> {
  const before = found([[node(there).key, live(there)]], inventories);
  try {
    const kept = await judgeShared({ nodes: [node(next)] }, [applies], before, judgeUnowned);
    return [...kept.values()];
  } catch (error) {
    if (!(error instanceof RefusedTrees)) throw error;
    assert.equal(error.exit, 6);
    return [...error.trees].flatMap(([name, problems]) =>
      problems.map(({ code, message }) => `${name}: ${code}: ${message}`),
    );
  }
}

describe('judgeShared', () => {
  const CHANNELS =
    'tree: channel-conflict: tree has it of the channel beta, and in the cluster it is of the channel standard, which other needs';
  for (const [what, next, there, given, expected] of [
    ['the same', lamps('v1.0.0'), lamps('v1.0.0'), { other: applied(lamps('v1.0.0')) }, []],
    [
      'another version of a CRD, which is judged elsewhere',
      lamps('v1.0.0'),
      lamps('v1.1.0'),
      { other: applied(lamps('v1.1.0')) },
      [],
    ],
    [
      'another channel that another tree has applied',
      lamps('v1.0.0', 'beta'),
      lamps('v1.0.0'),
      { other: applied(lamps('v1.0.0')) },
      [CHANNELS],
    ],
    [
      'another channel that another tree has applied, too',
      lamps('v2.0.0', 'beta'),
      lamps('v1.0.0'),
      { other: applied(lamps('v1.0.0')), tree: applied(lamps('v1.0.0')) },
      [CHANNELS],
    ],
    ['another channel of nobody', lamps('v1.0.0', 'beta'), lamps('v1.0.0'), {}, []],
    [
      'another channel of its own',
      lamps('v1.0.0', 'beta'),
      lamps('v1.0.0'),
      { tree: applied(lamps('v1.0.0')) },
      [],
    ],
    [
      'another channel that another tree only meant to apply',
      lamps('v1.0.0', 'beta'),
      lamps('v1.0.0'),
      { other: intended(lamps('v1.0.0')) },
      [],
    ],
    [
      'a newer object of another tree',
      policy('v1.9.0'),
      policy('v1.10.0'),
      { other: applied(policy('v1.10.0')) },
      [
        'its example.com/bundle-version is v1.10.0, which other has brought, and that of this release v1.9.0',
      ],
    ],
    [
      'an older object of another tree',
      policy('v1.10.0'),
      policy('v1.9.0'),
      { other: applied(policy('v1.9.0')) },
      [],
    ],
    [
      'a newer object of its own, after a rollback',
      policy('v1.9.0'),
      policy('v1.10.0'),
      { tree: applied(policy('v1.10.0')) },
      [],
    ],
  ] as const) {
    it(`${expected.length === 0 ? 'has nothing against' : 'judges'} ${what}`, async () => {
      assert.deepEqual(await judged(next, there, { inventories: given }), expected);
    });
  }

  const mesh = tree({ name: 'mesh', bundles: bundles('v1.1.0'), incompatible: [RULE] });
  const fabric = tree({ name: 'fabric', bundles: bundles('v1.6.1') });
  const why = 'it flickers (https://example.com/1)';
  const NOBODY = `mesh: pair-refused: mesh 1.28.0 of mesh does not work with api v1.6.1, which is in the cluster and of no tree: ${why}`;
  for (const [what, applies, next, there, given, expected] of [
    [
      'a tree that does not work with what another one has brought',
      mesh,
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      { fabric: applied(lamps('v1.6.1'), { bundles: bundles('v1.6.1') }) },
      [`mesh: pair-refused: mesh 1.28.0 of mesh does not work with api v1.6.1 of fabric: ${why}`],
    ],
    [
      'a tree that brings what another one does not work with',
      fabric,
      lamps('v1.6.1'),
      lamps('v1.1.0'),
      {
        mesh: applied(lamps('v1.1.0'), { bundles: bundles('v1.1.0'), incompatible: [RULE] }),
      },
      [`fabric: pair-refused: mesh 1.28.0 of mesh does not work with api v1.6.1 of fabric: ${why}`],
    ],
    [
      'a tree that brings what others have already',
      tree({ name: 'third', bundles: bundles('v1.4.0') }),
      lamps('v1.4.0'),
      lamps('v1.6.1'),
      {
        mesh: applied(lamps('v1.1.0'), { bundles: bundles('v1.1.0'), incompatible: [RULE] }),
        fabric: applied(lamps('v1.6.1'), { bundles: bundles('v1.6.1') }),
      },
      [],
    ],
    ['what is there and of no tree', mesh, lamps('v1.1.0'), lamps('v1.6.1'), {}, [NOBODY]],
    [
      'what its own newer release has left',
      mesh,
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      { mesh: applied(lamps('v1.6.1')) },
      [],
    ],
    [
      'what its own newer release has left and it does not have',
      mesh,
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      { mesh: inventory([], { retained: new Map([[node(crd()).key, 'u']]) }) },
      [],
    ],
    [
      'what a tree has left that was removed',
      mesh,
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      { fabric: inventory([], { retained: new Map([[node(crd()).key, 'u']]) }) },
      [NOBODY],
    ],
    [
      'what was made anew since it was recorded',
      mesh,
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      { mesh: inventory([[node(crd()).key, { digest: 'd', uid: 'old', state: 's' }]]) },
      [NOBODY],
    ],
    [
      'what a run that was cut off may have brought',
      mesh,
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      { mesh: intended(lamps('v1.1.0')) },
      [],
    ],
    [
      'what it takes over',
      { ...mesh, adopts: [node(crd()).id] },
      lamps('v1.1.0'),
      lamps('v1.6.1'),
      {},
      [],
    ],
  ] as const) {
    it(`${expected.length === 0 ? 'has nothing against' : 'refuses'} ${what}`, async () => {
      assert.deepEqual(await judged(next, there, { applies, inventories: given }), expected);
    });
  }

  it('leaves what is of no tree alone where that was not asked for', async () => {
    const alone = { applies: mesh, judgeUnowned: false };
    assert.deepEqual(await judged(lamps('v1.1.0'), lamps('v1.6.1'), alone), []);
  });
});
