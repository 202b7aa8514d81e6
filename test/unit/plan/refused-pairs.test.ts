import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundlesOf, refusedPairs, refusePairs } from '../../../src/plan/refused-pairs.ts';
import type { Party } from '../../../src/plan/refused-pairs.ts';
import { object, treeObjects } from '../support/objects.ts';
import { problemsOfAsync } from '../support/problems.ts';

const RULE = {
  what: 'mesh',
  version: '1.28.0',
  source: 'api',
  domain: 'example.com',
  versions: '>=1.5.0',
  because: 'it flickers',
  evidence: 'https://example.com/1',
};

const party = (tree: string, version?: string, rest: Partial<Party> = {}): Party => ({
  tree,
  bundles: new Map(version === undefined ? [] : [['example.com', version]]),
  incompatible: [],
  ...rest,
});
const mesh = (version?: string, versions = RULE.versions): Party =>
  party('mesh', version, { incompatible: [{ ...RULE, versions }] });

const marked = (version: string, domain = 'example.com') =>
  object(`v1 ConfigMap ns/${domain}-${version}`, {
    metadata: { annotations: { [`${domain}/bundle-version`]: version } },
  });

describe('refusedPairs', () => {
  for (const [what, parties, expected] of [
    ['alone', [mesh('v1.1.0')], []],
    ['beside what it works with', [mesh('v1.1.0'), party('b', 'v1.4.9')], []],
    ['beside what it does not work with', [mesh('v1.1.0'), party('b', 'v1.5.0')], ['mesh+b']],
    ['after it', [party('b', 'v1.5.0'), mesh('v1.1.0')], ['mesh+b']],
    ['and brings nothing of it itself', [mesh(), party('b', 'v1.5.0')], ['mesh+b']],
    ['beside a candidate of what it does not work with', [mesh(), party('b', 'v1.5.0-rc.1')], []],
    [
      'beside two, of which the higher one counts',
      [mesh('v1.1.0'), party('b', 'v1.5.0'), party('c', 'v1.10.0')],
      ['mesh+c'],
    ],
    [
      'of a range that the highest version is above',
      [mesh('v1.1.0', '<1.6'), party('b', 'v1.2.0'), party('c', 'v1.6.0')],
      [],
    ],
    [
      'beside something older than what it needs and brings',
      [mesh('v1.6.0', '<1.6'), party('b', 'v1.1.0')],
      [],
    ],
    ['whose own version a reviewer has accepted', [mesh('v1.6.0'), party('b', 'v1.5.0')], []],
    ['of two rules', [mesh(), mesh(), party('b', 'v2.0.0')], ['mesh+b', 'mesh+b']],
    [
      'of another bundle',
      [mesh('v1.1.0'), party('b', undefined, { bundles: new Map([['example.org', 'v2.0.0']]) })],
      [],
    ],
    ['of a range that is none, from a record', [mesh('v1.1.0', 'x y'), party('b', 'v2.0.0')], []],
  ] as const) {
    it(`a tree ${what}`, async () => {
      const pairs = await refusedPairs(parties);
      assert.deepEqual(
        pairs.map(({ refusing, bringing }) => `${refusing.tree}+${bringing.tree}`),
        expected,
      );
    });
  }

  it('names both trees and versions, the reason with its evidence, and how to go on', async () => {
    const [pair] = await refusedPairs([mesh('v1.1.0'), party('fabric', 'v1.6.1')]);
    assert.deepEqual(pair?.problem, {
      code: 'pair-refused',
      message:
        'mesh 1.28.0 of mesh does not work with api v1.6.1 of fabric: it flickers (https://example.com/1)',
      hint: 'install a release of mesh that works with it, or one of fabric whose api is not >=1.5.0; or do without one of them: microshift-optional remove fabric --crds, and uninstall its package',
      at: {},
    });
  });
});

describe('refusePairs', () => {
  const tree = (name: string, version: string, incompatible: (typeof RULE)[] = []) => ({
    name,
    directory: `/trees/${name}`,
    objects: treeObjects('a.yaml', marked(version)),
    incompatible,
  });

  it('refuses trees with exit status 6, and says where', async () => {
    const refused = refusePairs([tree('mesh', 'v1.1.0', [RULE]), tree('fabric', 'v1.6.1')]);
    await assert.rejects(refused, { exit: 6 });
    const [problem] = await problemsOfAsync(() => refused);
    assert.deepEqual([problem?.code, problem?.at?.file], ['pair-refused', '/trees/fabric']);
  });

  it('has nothing against others', async () => {
    await refusePairs([tree('mesh', 'v1.1.0', [RULE]), tree('fabric', 'v1.2.0')]);
    await refusePairs([tree('mesh', 'v1.1.0'), tree('fabric', 'v1.6.1')]);
  });
});

describe('bundlesOf', () => {
  it('has the highest version of each bundle', () => {
    const objects = [
      marked('v1.9.0'),
      marked('v1.10.0'),
      marked('v1.2.0'),
      marked('v3.0.0', 'b.io'),
    ];
    assert.deepEqual(
      bundlesOf(treeObjects('a.yaml', ...objects, object('v1 ConfigMap ns/none'))),
      new Map([
        ['example.com', 'v1.10.0'],
        ['b.io', 'v3.0.0'],
      ]),
    );
  });
});
