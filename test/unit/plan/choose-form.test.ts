import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, object } from '../support/objects.ts';
import { tree } from '../support/plan.ts';
import { problemsOf } from '../support/problems.ts';

type Marks = { version?: string; channel?: string; domain?: string };

/** An object whose content differs with `content`, and what it says of its bundle. */
function marked(of: KubernetesObject, content: string, marks: Marks = {}): KubernetesObject {
  const { version, channel, domain = 'example.com' } = marks;
  const annotations = {
    ...(version === undefined ? {} : { [`${domain}/bundle-version`]: version }),
    ...(channel === undefined ? {} : { [`${domain}/channel`]: channel }),
  };
  return { ...of, metadata: { ...of.metadata, annotations }, data: { content } };
}
const lamps = (content: string, marks?: Marks) => marked(crd(), content, marks);
const config = (content: string, marks?: Marks) =>
  marked(object('v1 ConfigMap ns/a'), content, marks);

const NAMES = ['a', 'b', 'c'];
const treesOf = (...forms: KubernetesObject[]) =>
  forms.map((form, index) => tree(NAMES[index] ?? '', form));

describe('an object of several trees', () => {
  for (const [what, forms, counts, note] of [
    ['the same', [lamps('x'), lamps('x')], 'a', undefined],
    [
      'the same, of a version',
      [lamps('x', { version: 'v1.0.0' }), lamps('x', { version: 'v1.0.0' })],
      'a',
      undefined,
    ],
    [
      'the same, as upstream publishes it and as a release has it',
      [
        {
          ...lamps('x', { version: 'v1.0.0' }),
          status: {
            acceptedNames: { kind: '', plural: '' },
            conditions: null,
            storedVersions: null,
          },
        },
        lamps('x', { version: 'v1.0.0' }),
      ],
      'a',
      undefined,
    ],
    [
      'a later version after an earlier one',
      [lamps('x', { version: 'v1.9.0' }), lamps('y', { version: 'v1.10.0' })],
      'b',
      'v1.10.0 of b, since a has v1.9.0',
    ],
    [
      'an earlier version after a later one',
      [lamps('x', { version: '2.0.0' }), lamps('y', { version: 'v1.10.0' })],
      'a',
      '2.0.0 of a, since b has v1.10.0',
    ],
    [
      'a release after its candidate',
      [lamps('x', { version: 'v1.0.0-rc.1' }), lamps('y', { version: 'v1.0.0' })],
      'b',
      'v1.0.0 of b, since a has v1.0.0-rc.1',
    ],
    [
      'three versions',
      [
        lamps('x', { version: 'v1.0.0' }),
        lamps('z', { version: 'v3.0.0' }),
        lamps('y', { version: 'v2.0.0' }),
      ],
      'b',
      'v3.0.0 of b, since a has v1.0.0, and c has v2.0.0',
    ],
    [
      'two that differ and are older than the third',
      [
        lamps('x', { version: 'v1.0.0' }),
        lamps('y', { version: 'v1.0.0' }),
        lamps('z', { version: 'v2.0.0' }),
      ],
      'c',
      'v2.0.0 of c, since a has v1.0.0, and b has v1.0.0',
    ],
    [
      'versions of something that is no CRD, whatever its channel',
      [
        config('x', { version: 'v1.0.0', channel: 'beta' }),
        config('y', { version: 'v2.0.0', channel: 'standard' }),
      ],
      'b',
      'v2.0.0 of b, since a has v1.0.0',
    ],
    [
      'a CRD of one channel in two versions',
      [
        lamps('x', { version: 'v1.0.0', channel: 'beta' }),
        lamps('y', { version: 'v2.0.0', channel: 'beta' }),
      ],
      'b',
      'v2.0.0 of b, since a has v1.0.0',
    ],
  ] as const) {
    it(`${what}: that of ${counts} counts`, () => {
      const trees = treesOf(...forms);
      const [node] = buildPlan(trees).nodes;
      assert.deepEqual(
        [node?.tree, node?.trees, node?.file, node?.note],
        [counts, NAMES.slice(0, forms.length), `${counts}.yaml`, note],
      );
      assert.deepEqual(
        [...(node?.forms ?? [])].map(([name, { digest }]) => [name, digest]),
        trees.map(({ name, objects: [only] }) => [name, only?.manifest.digest]),
      );
    });
  }

  for (const [what, forms, code, hint] of [
    ['without a version', [config('x'), config('y')], 'plan-conflict', /remove it from a or b, or/],
    [
      'of which one has no version',
      [lamps('x', { version: 'v1.0.0' }), lamps('y')],
      'plan-conflict',
      /remove it from a or b, or/,
    ],
    [
      'whose version is none',
      [lamps('x', { version: 'v1.0.0' }), lamps('y', { version: 'latest' })],
      'plan-conflict',
      /remove it from a or b, or/,
    ],
    [
      'of versions of different bundles',
      [lamps('x', { version: 'v1.0.0' }), lamps('y', { version: 'v2.0.0', domain: 'example.org' })],
      'plan-conflict',
      /remove it from a or b, or/,
    ],
    [
      'of the same version',
      [lamps('x', { version: 'v1.0.0' }), lamps('y', { version: 'v1.0.0' })],
      'plan-conflict',
      /both say that they are of v1\.0\.0: have a and b take it/,
    ],
    [
      'of two channels',
      [
        lamps('x', { version: 'v1.0.0', channel: 'beta' }),
        lamps('y', { version: 'v2.0.0', channel: 'standard' }),
      ],
      'channel-conflict',
      /install a release of b or a so that both have the same; .*remove a,/,
    ],
  ] as const) {
    it(`is refused, ${what}`, () => {
      const problems = problemsOf(() => buildPlan(treesOf(...forms)));
      assert.deepEqual(
        problems.map((problem) => [problem.code, problem.at?.file]),
        [[code, 'b.yaml']],
      );
      assert.match(problems[0]?.hint ?? '', hint);
    });

    it(`is no error, ${what}, for who only looks or removes`, () => {
      const { nodes } = buildPlan(treesOf(...forms), { lenient: true });
      assert.deepEqual(
        nodes.map(({ tree: of, trees }) => [of, trees]),
        [['a', ['a', 'b']]],
      );
    });
  }

  it('ends 6 for channels, with whatever else is wrong', () => {
    const [a, b] = ['beta', 'standard'].map((channel, index) =>
      tree(NAMES[index] ?? '', lamps(channel, { channel }), config(channel)),
    );
    assert.ok(a && b);
    assert.throws(
      () => buildPlan([a, b]),
      (error: { exit?: number; problems?: { code: string }[] }) => {
        assert.equal(error.exit, 6);
        const codes = error.problems?.map(({ code }) => code);
        assert.deepEqual(codes, ['channel-conflict', 'plan-conflict']);
        return true;
      },
    );
  });

  it('is the same whatever the order of the trees', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(12)).map(([major, minor]) => `v${major}.${minor}.0`);
    const versions = fc.uniqueArray(version, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(versions, fc.infiniteStream(fc.nat()), (all, random) => {
        const trees = all.map((each) => tree(each, lamps(each, { version: each })));
        const shuffled = trees
          .map((each) => ({ each, at: Number(random.next().value) }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ each }) => each);
        const [one, two] = [trees, shuffled].map((each) => buildPlan(each).nodes[0]);
        assert.equal(one?.manifest.digest, two?.manifest.digest);
        assert.equal(one?.tree, two?.tree);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});
