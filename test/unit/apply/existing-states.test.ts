import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readExistingStates } from '../../../src/apply/existing-states.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { object } from '../support/objects.ts';
import { node } from './support/nodes.ts';

const nodes = (...identities: string[]) => identities.map((identity) => node(object(identity)));
const item = (name: string): object => ({ metadata: { name, uid: `uid of ${name}` } });

describe('readExistingStates', () => {
  it('reads only metadata: an object that is alone by name, others as one list', async () => {
    const client = fakeClient({ answer: () => ({ items: [] }) });
    await readExistingStates(
      client,
      nodes('v1 Namespace shop', 'v1 Secret shop/a', 'v1 Secret shop/b', 'v1 Secret home/a'),
    );
    assert.deepEqual(requestLines(client), [
      'GET /api/v1/namespaces/shop',
      'GET /api/v1/namespaces/shop/secrets?limit=500',
      'GET /api/v1/namespaces/home/secrets/a',
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
    const states = await readExistingStates(
      client,
      nodes('v1 Secret shop/a', 'v1 Secret shop/b', 'v1 Secret shop/c'),
    );
    assert.deepEqual(
      [...states].map(([key, { uid }]) => [key, uid]),
      [
        ['Secret./shop/a', 'uid of a'],
        ['Secret./shop/b', 'uid of b'],
      ],
    );
    assert.deepEqual(
      client.requests.map(({ path }) => path.split('?')[1]),
      ['limit=500', 'limit=500&continue=to%20ken'],
    );
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
