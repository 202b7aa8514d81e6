import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { formatMilliseconds, parseDuration } from '../../src/duration.ts';

describe('parseDuration', () => {
  for (const [text, milliseconds] of [
    ['90s', 90_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
    ['1h2m3s4ms', 3_723_004],
    ['0h1s', 1000],
    ['0.25s', 250],
    ['2m1h', 3_720_000],
    ['596h', 2_145_600_000],
  ] as const) {
    it(`reads ${text}`, () => assert.equal(parseDuration(text), milliseconds));
  }

  for (const text of [
    ['', '0', '0s', '0h0m', '10', '10 s', ' 10s', '10s ', '10s\n', '-10s', '+10s', '1d', '1S', 's'],
    ['1e3s', '1_000s', '.s', '1,5h', '1h30', 'Infinitys', 'NaNs', '597h', `${'9'.repeat(400)}s`],
  ].flat()) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(parseDuration(text), undefined);
    });
  }

  it('adds up any hours, minutes, seconds and milliseconds', () => {
    const amount = fc.nat(99);
    fc.assert(
      fc.property(amount, amount, amount, amount, (h, m, s, ms) => {
        const total = ((h * 60 + m) * 60 + s) * 1000 + ms;
        const expected = total === 0 ? undefined : total;
        assert.equal(parseDuration(`${h}h${m}m${s}s${ms}ms`), expected);
      }),
      { seed: 1 },
    );
  });

  it('answers a delay that a timer takes, or nothing, for any text', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{1,20}(?:ms|s|m|h)+$/));
    fc.assert(
      fc.property(text, (each) => {
        const milliseconds = parseDuration(each) ?? 1;
        assert.ok(milliseconds > 0 && milliseconds < 2 ** 31);
      }),
      { seed: 2 },
    );
  });
});

describe('formatMilliseconds', () => {
  for (const [milliseconds, text] of [
    [0, '0.00 s'],
    [423, '0.42 s'],
    [59_990, '59.99 s'],
    [60_000, '1m0s'],
    [90_499, '1m30s'],
    [119_600, '2m0s'],
    [3_600_000, '60m0s'],
  ] as const) {
    it(`writes ${milliseconds} as ${text}`, () => {
      assert.equal(formatMilliseconds(milliseconds), text);
    });
  }
});
