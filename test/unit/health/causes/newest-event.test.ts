import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { newestWarning } from '../../../../src/health/causes/newest-event.ts';

const at = (minute: number): string => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;
const event = (reason: string, times: object): object => ({ reason, message: reason, ...times });

describe('newestWarning', () => {
  const old = event('Unhealthy', { lastTimestamp: at(1) });
  const table: [string, object[], readonly string[] | 'any', string | undefined][] = [
    ['none of none', [], 'any', undefined],
    [
      'the newest by the time of either API',
      [old, event('Failed', { eventTime: at(3) }), event('FailedMount', { lastTimestamp: at(2) })],
      'any',
      'Failed',
    ],
    [
      'one that goes on by its last time',
      [
        event('Failed', { eventTime: at(0), series: { lastObservedTime: at(9) } }),
        event('FailedMount', { lastTimestamp: at(2) }),
      ],
      'any',
      'Failed',
    ],
    [
      'one without times of its own by its creation',
      [old, event('FailedMount', { lastTimestamp: null, metadata: { creationTimestamp: at(5) } })],
      'any',
      'FailedMount',
    ],
    [
      'only what is asked for',
      [old, event('Failed', { lastTimestamp: at(5) })],
      ['Unhealthy'],
      'Unhealthy',
    ],
    [
      'nothing that is over, or said otherwise',
      [
        event('FailedScheduling', { lastTimestamp: at(5) }),
        event('BackOff', { lastTimestamp: at(6) }),
      ],
      'any',
      undefined,
    ],
  ];
  for (const [name, events, reasons, expected] of table) {
    it(`gives ${name}`, () => assert.equal(newestWarning(events, reasons)?.reason, expected));
  }
});
