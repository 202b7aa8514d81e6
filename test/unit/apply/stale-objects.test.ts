import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findStale } from '../../../src/apply/stale-objects.ts';
import { INTENT, entryOf } from '../../../src/inventory/inventory.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { object } from '../support/objects.ts';
import { node, state } from './support/nodes.ts';
import { found, inventory, tree } from './support/releases.ts';

const configMap = (name: string) => node(object(`v1 ConfigMap shop/${name}`));
const [planned, gone] = [configMap('planned'), configMap('gone')];
const recorded = (uid: string) => entryOf(gone.manifest.digest, state({ uid }));
const CORE = { resources: [{ kind: 'ConfigMap', name: 'configmaps', namespaced: true }] };
const PATH = '/api/v1/namespaces/shop/configmaps/gone';

/** The live object, as somebody has applied or written it. */
const live = (manager: string, operation = 'Apply'): object => ({
  metadata: { name: 'gone', uid: 'live', managedFields: [{ manager, operation }] },
});

/** What is stale of the tree, with `answer` as the live object; and what was asked. */
async function stale(
  entry: typeof INTENT | undefined,
  answer: object | Error = notFound(),
  adopts = [gone.id, planned.id],
) {
  const client = fakeClient({
    answer: ({ path }) => {
      if (path === '/api/v1') return CORE;
      if (path !== PATH) throw statusError(400, { message: path });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const inventories = entry && { tree: inventory([[gone.key, entry]]) };
  const before = found([], inventories);
  const trees = [tree({ adopts }), tree({ name: 'other' })];
  const result = await findStale(client, { nodes: [planned] }, trees, before);
  assert.deepEqual([...result.keys()], ['tree', 'other']);
  assert.deepEqual(result.get('other'), new Map());
  return { stale: [...(result.get('tree') ?? [])], lines: requestLines(client) };
}

describe('findStale', () => {
  it('takes what is recorded and not planned any longer, without asking', async () => {
    assert.deepEqual(await stale(recorded('u')), { stale: [[gone.key, 'u']], lines: [] });
  });

  const intents: [string, object | Error, string | undefined][] = [
    ['this program has applied', live('microshift-optional'), 'live'],
    ['somebody else has applied', live('kubectl'), undefined],
    ['this program has only rewritten', live('microshift-optional', 'Update'), undefined],
    ['does not exist', notFound(), undefined],
  ];
  for (const [name, answer, uid] of intents) {
    it(`of an intent, takes what is there only if ours: an object that ${name}`, async () => {
      assert.deepEqual(
        (await stale(INTENT, answer)).stale,
        uid === undefined ? [] : [[gone.key, uid]],
      );
    });
  }

  it('without a record, takes what is adopted and there, whoever has applied it', async () => {
    assert.deepEqual((await stale(undefined, live('kubectl'))).stale, [[gone.key, 'live']]);
    assert.deepEqual((await stale(undefined)).stale, []);
  });

  it('with a record, adopts nothing', async () => {
    const { stale: result, lines } = await stale(recorded('u'), live('kubectl'), [
      configMap('of-users').id,
    ]);
    assert.deepEqual(result, [[gone.key, 'u']]);
    assert.deepEqual(lines, []);
  });

  it('does not take a refusal for an object that is not there', async () => {
    await assert.rejects(stale(INTENT, statusError(403)), { status: 403 });
  });
});
