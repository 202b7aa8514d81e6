import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listObjects } from '../../../src/cluster/list-objects.ts';
import { notFound, statusError } from './support/errors.ts';
import { fakeClient, requestLines } from './support/fake-client.ts';

const page = (items: unknown[], next = '', remaining?: number): object => ({
  metadata: {
    continue: next,
    ...(remaining === undefined ? {} : { remainingItemCount: remaining }),
  },
  items,
});

async function list(answers: unknown[]) {
  const client = fakeClient({
    answer: () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const pages: [unknown[], number][] = [];
  for await (const { items, left } of listObjects(client, '/apis/a/v1/bs', { limit: 2 })) {
    pages.push([[...items], left]);
  }
  return { pages, lines: requestLines(client) };
}

describe('listObjects', () => {
  it('follows the pages, and says how much is left', async () => {
    const { pages, lines } = await list([page([1, 2], 'a b', 1), page([3])]);
    assert.deepEqual(pages, [
      [[1, 2], 3],
      [[3], 1],
    ]);
    assert.deepEqual(lines, [
      'GET /apis/a/v1/bs?limit=2',
      'GET /apis/a/v1/bs?limit=2&continue=a b',
    ]);
  });

  it('starts over where the list has expired', async () => {
    const gone = statusError(410, { reason: 'Expired' });
    const { pages, lines } = await list([page([1], 'a', 1), gone, page([1], 'b', 1), page([2])]);
    assert.deepEqual(pages, [
      [[1], 2],
      [[1], 2],
      [[2], 1],
    ]);
    assert.equal(lines[2], 'GET /apis/a/v1/bs?limit=2');
  });

  it('has nothing of a kind that is not served', async () => {
    assert.deepEqual((await list([notFound()])).pages, [[[], 0]]);
  });

  it('throws what else the API server answers', async () => {
    await assert.rejects(list([statusError(403)]), { status: 403 });
  });
});
