import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { labelsQuery, selectorQuery } from '../../../../src/health/causes/selector-query.ts';

const decoded = (query: string | undefined): string | undefined =>
  query === undefined ? undefined : decodeURIComponent(query);

describe('selectorQuery', () => {
  const table: [string, unknown, string | undefined][] = [
    ['nothing', undefined, undefined],
    ['everything', {}, undefined],
    ['labels', { matchLabels: { app: 'lamp', tier: 'a&b' } }, 'labelSelector=app=lamp,tier=a&b'],
    [
      'expressions',
      {
        matchLabels: { app: 'lamp' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'old', operator: 'NotIn', values: ['c'] },
          { key: 'new', operator: 'Exists' },
          { key: 'gone', operator: 'DoesNotExist' },
        ],
      },
      'labelSelector=app=lamp,tier in (a,b),old notin (c),new,!gone',
    ],
    [
      'what it only half understands',
      { matchLabels: { app: 'lamp' }, matchExpressions: [{ key: 'size', operator: 'toString' }] },
      undefined,
    ],
  ];
  for (const [name, selector, expected] of table) {
    it(`selects by ${name}`, () => assert.equal(decoded(selectorQuery(selector)), expected));
  }

  it('lets no label add to the query', () => {
    assert.equal(
      selectorQuery({ matchLabels: { app: 'x&limit=1' } }),
      'labelSelector=app%3Dx%26limit%3D1',
    );
  });
});

describe('labelsQuery', () => {
  it('selects nothing for a Service without a selector', () => {
    assert.deepEqual([labelsQuery(undefined), labelsQuery({})], [undefined, undefined]);
    assert.equal(decoded(labelsQuery({ app: 'lamp' })), 'labelSelector=app=lamp');
  });
});
