import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { planChosen, planInstalled } from '../../../src/commands/planned-trees.ts';
import type { PlannedTrees } from '../../../src/commands/planned-trees.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Text of a ConfigMap, which waits for another object where `after` names one. */
function configMap(name: string, content: string, after?: string): string {
  const annotation =
    after === undefined
      ? ''
      : `\n  annotations: {config.kubernetes.io/depends-on: /namespaces/default/ConfigMap/${after}}`;
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default${annotation}\ndata: {a: ${content}}\n`;
}

/** Trees by their names, with the text of their only object; {@link findInstalledTrees} in its place. */
async function installed(
  t: TestContext,
  trees: { components?: Record<string, string>; users?: Record<string, string> },
) {
  const root = await temporaryDirectory(t);
  const write = (parent: string, texts: Record<string, string>) =>
    Promise.all(
      Object.entries(texts).map(async ([name, text]) => {
        const directory = path.join(root, parent, name);
        await mkdir(directory, { recursive: true });
        await writeFile(path.join(directory, 'kustomization.yaml'), 'resources: [object.yaml]\n');
        await writeFile(path.join(directory, 'object.yaml'), text);
        return directory;
      }),
    );
  const components = await write('usr', trees.components ?? {});
  const users = await write('etc', trees.users ?? {});
  return () => Promise.resolve({ components, users });
}

const names = ({ trees }: PlannedTrees): string[] => trees.map(({ name }) => name);
const leftOut = (planned: PlannedTrees): Record<string, string[]> =>
  Object.fromEntries(
    planned.leftOut.map(({ directory, problems }) => [
      path.basename(directory),
      problems.map(({ code }) => code),
    ]),
  );

describe('planInstalled', () => {
  it('plans the components, and the trees of users where they are asked for', async (t) => {
    const find = await installed(t, {
      components: { a: configMap('a', 'x') },
      users: { shop: configMap('shop', 'x') },
    });
    assert.deepEqual(names(await planInstalled(false, find)), ['a']);
    const both = await planInstalled(true, find);
    assert.deepEqual(names(both), ['a', 'shop']);
    assert.deepEqual(
      both.plan.nodes.map(({ id }) => id.name),
      ['a', 'shop'],
    );
  });

  it('is empty where nothing is installed', async (t) => {
    const { trees, plan } = await planInstalled(true, await installed(t, {}));
    assert.deepEqual({ trees, plan }, { trees: [], plan: { nodes: [] } });
  });

  it("leaves out users' trees that are wrong or do not go with the rest, and no others", async (t) => {
    const find = await installed(t, {
      components: { a: configMap('a', 'x') },
      users: {
        a: configMap('same-name', 'x'),
        broken: 'kind: [\n',
        conflict: configMap('a', 'y'),
        good: configMap('good', 'x'),
        // Is read before what it waits for.
        early: configMap('early', 'x', 'late'),
        late: configMap('late', 'x'),
        lost: configMap('lost', 'x', 'nowhere'),
      },
    });
    const planned = await planInstalled(true, find);
    assert.deepEqual(names(planned).toSorted(), ['a', 'early', 'good', 'late']);
    assert.deepEqual(leftOut(planned), {
      a: ['tree-name-twice'],
      broken: ['yaml-invalid'],
      conflict: ['plan-conflict'],
      lost: ['plan-dependency-missing'],
    });
  });

  it('leaves out the later ones of components that must not be applied together', async (t) => {
    const crd = (channel: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: lamps.example.com, annotations: {example.com/channel: ${channel}}}
`;
    const find = await installed(t, {
      components: {
        '000-first': crd('standard'),
        '010-other': crd('beta'),
        // Needs what is left out.
        '020-needy': configMap('needy', 'x', 'nowhere'),
        '030-good': configMap('good', 'x'),
      },
      users: { shop: configMap('shop', 'x') },
    });
    for (const withUsers of [true, false]) {
      const planned = await planInstalled(withUsers, find);
      assert.deepEqual(names(planned), ['000-first', '030-good', ...(withUsers ? ['shop'] : [])]);
      assert.deepEqual(
        planned.leftOut.map(({ name, exitStatus }) => [name, exitStatus]),
        [
          ['010-other', 6],
          ['020-needy', 2],
        ],
      );
    }
  });

  it('leaves out what was refused before, and looks again at what that kept out', async (t) => {
    const find = await installed(t, {
      components: { a: configMap('a', 'x'), b: configMap('b', 'x') },
      users: { c: configMap('a', 'y') },
    });
    const first = await planInstalled(true, find);
    assert.deepEqual(leftOut(first), { c: ['plan-conflict'] });
    const [a] = first.trees;
    assert.ok(a);
    const refusal = { code: 'pair-refused', message: 'm', hint: 'h' };
    const refused = [
      { name: 'a', directory: a.directory, problems: [refusal], exitStatus: 6 as const },
    ];
    const second = await planInstalled(true, find, refused);
    assert.deepEqual(names(second), ['b', 'c']);
    assert.deepEqual(second.leftOut, refused);
  });

  it('is nothing at all where a component is wrong', async (t) => {
    const find = await installed(t, {
      components: { a: configMap('a', 'x'), b: configMap('a', 'y') },
      users: { shop: configMap('shop', 'x') },
    });
    await assert.rejects(planInstalled(true, find), /plan-conflict/);
  });
});

describe('planChosen', () => {
  const none = () => Promise.resolve({ components: [], users: [] });

  for (const [what, given, flags, expected] of [
    ['nothing', [], { installed: false, userTrees: 'no' }, /no tree is given.*trees-unclear/],
    ['both', ['a'], { installed: true, userTrees: 'no' }, /beside --installed.*trees-unclear/],
    [
      'neither yes nor no',
      [],
      { installed: true, userTrees: 'maybe"\n' },
      /--user-trees: "maybe\\"\\n" is neither yes nor no \[user-trees-invalid\]\n.*USER_TREES/,
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(planChosen({ given, ...flags }, none), expected);
    });
  }

  it('takes what is installed', async () => {
    assert.deepEqual(
      names(await planChosen({ given: [], installed: true, userTrees: 'yes' }, none)),
      [],
    );
  });
});
