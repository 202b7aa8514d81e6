import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestsSection } from '../../../../src/report/rebase/requests-section.ts';

const MI = 2 ** 20;
const request = (name: string, cpu: number, memory: number) => ({ name, cpu, memory: memory * MI });

describe('requestsSection', () => {
  it('is none where nothing requests anything', () => {
    assert.deepEqual(requestsSection([], undefined), []);
    assert.deepEqual(requestsSection([], []), []);
  });

  it('shows each and the sum', () => {
    assert.deepEqual(
      requestsSection([request('a', 0.1, 64), request('b_c', 0.015, 1)], undefined),
      [
        '## Resource requests',
        [
          '| pods | requests |',
          '| --- | --- |',
          '| a | 100m, 64Mi |',
          String.raw`| b\_c | 15m, 1Mi |`,
          '| **together** | 115m, 65Mi |',
        ].join('\n'),
      ],
    );
  });

  it('shows them beside those of the release before', () => {
    const [, table] = requestsSection(
      [request('a', 0.2, 64), request('new', 0, 1)],
      [request('gone', 1, 1), request('a', 0.1, 32)],
    );
    assert.deepEqual(table?.split('\n').slice(2), [
      '| gone | 1000m, 1Mi | – |',
      '| a | 100m, 32Mi | 200m, 64Mi |',
      '| new | – | 0m, 1Mi |',
      '| **together** | 1100m, 33Mi | 200m, 65Mi |',
    ]);
  });

  it('shows what is gone where nothing is left', () => {
    const [, table = ''] = requestsSection([], [request('gone', 1, 1)]);
    assert.ok(table.includes('| gone | 1000m, 1Mi | – |'));
    assert.ok(table.includes('| **together** | 1000m, 1Mi | 0m, 0Mi |'));
  });
});
