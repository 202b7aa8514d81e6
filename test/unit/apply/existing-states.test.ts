import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readExistingStates } from '../../../src/apply/existing-states.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { object } from '../support/objects.ts';
import { node } from './support/nodes.ts';

const nodes = (...identities: string[]) => identities.map((identity) => node(object(identity)));
const item = (name: string, namespace = 'shop'): object => ({
  metadata: { name, namespace, uid: `uid of ${namespace}/${name}` },
});
/** Five objects of a kind in each namespace. */
const many = (kind: string, ...namespaces: string[]): string[] =>
  namespaces.flatMap((each) =>
    ['a', 'b', 'c', 'd', 'e'].map((name) => `v1 ${kind} ${each}/${name}`),
  );

describe('readExistingStates', () => {
  it('reads only metadata: a few objects of a kind by name, more as one list', async () => {
    const client = fakeClient({ answer: () => ({ items: [] }) });
    await readExistingStates(
      client,
      nodes('v1 Namespace shop', 'v1 Secret home/a', ...many('ConfigMap', 'shop', 'home')),
    );
    assert.deepEqual(requestLines(client), [
      'GET /api/v1/namespaces/shop',
      'GET /api/v1/namespaces/home/secrets/a',
      'GET /api/v1/namespaces/shop/configmaps?limit=500',
      'GET /api/v1/namespaces/home/configmaps?limit=500',
    ]);
    for (const { accept } of client.requests) {
      assert.match(accept ?? '', /;as=PartialObjectMetadata(?:List)?;v=v1;g=meta\.k8s\.io$/);
    }
  });

  it('takes of a list, page by page, what the plan holds', async () => {
    const pages = [
      { metadata: { continue: 'to ken' }, items: [item('other'), item('a')] },
      { metadata: { continue: '' }, items: [item('b'), {}] },
    ];
    const client = fakeClient({ answer: () => pages.shift() });
    const states = await readExistingStates(client, nodes(...many('Secret', 'shop')));
    assert.deepEqual(
      [...states].map(([key, { uid }]) => [key, uid]),
      [
        ['Secret./shop/a', 'uid of shop/a'],
        ['Secret./shop/b', 'uid of shop/b'],
      ],
    );
    assert.deepEqual(
      client.requests.map(({ path }) => path.split('?')[1]),
      ['limit=500', 'limit=500&continue=to%20ken'],
    );
  });

  it('reads one list of a kind that lives in many namespaces', async () => {
    const items = [item('a', 'one'), item('a', 'elsewhere'), item('b', 'five')];
    const client = fakeClient({ answer: () => ({ items }) });
    const all = nodes(...many('Secret', 'one', 'two', 'three', 'four', 'five'));
    const states = await readExistingStates(client, all);
    assert.deepEqual(
      [...states].map(([key, { uid }]) => [key, uid]),
      [
        ['Secret./one/a', 'uid of one/a'],
        ['Secret./five/b', 'uid of five/b'],
      ],
    );
    assert.deepEqual(requestLines(client), ['GET /api/v1/secrets?limit=500']);
  });

  it('has no state of what does not exist, nor of a kind that is not served', async () => {
    const client = fakeClient({ answer: () => Promise.reject(notFound()) });
    const all = nodes('v1 Namespace shop', 'v1 Secret shop/a', 'v1 Secret shop/b');
    assert.equal((await readExistingStates(client, all)).size, 0);
  });

  it('does not ask for a kind that it does not know', async () => {
    const client = fakeClient({});
    assert.equal((await readExistingStates(client, nodes('example.com/v1 Lamp shop/a'))).size, 0);
    assert.deepEqual(client.requests, []);
  });

  it('does not take an error for absence', async () => {
    const refusal = statusError(403);
    const client = fakeClient({ answer: () => Promise.reject(refusal) });
    await assert.rejects(readExistingStates(client, nodes('v1 Namespace shop')), refusal);
  });
});
